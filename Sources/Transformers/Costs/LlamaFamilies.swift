import Layers

// The shapes of the Llama families, and what their training took.

extension ModelFamily {
  /// Returns a model in Llama's form.
  private static func llama(
    _ name: String, published: String, vocabulary: Int = 32_000, context: Int, layers: Int, heads: Int, groups: Int?,
    width: Int, inner: Int
  ) -> KnownModel {
    var shape = GPTConfiguration(
      vocabularySize: vocabulary, contextLength: context, layerCount: layers, headCount: heads, width: width)
    GPTPreset.llama.setParts(of: &shape)
    (shape.groupCount, shape.innerWidth) = (groups, inner)
    return KnownModel(name, published: published, shape)
  }

  static var llamaModels: [KnownModel] {
    let sizes = [
      ("7B", "6.7B", 32, 32, 4096, 11_008, 1.0e12, 82_432.0, 14.0),
      ("13B", "13.0B", 40, 40, 5120, 13_824, 1.0e12, 135_168, 23),
      ("33B", "32.5B", 60, 52, 6656, 17_920, 1.4e12, 530_432, 90),
      ("65B", "65.2B", 80, 64, 8192, 22_016, 1.4e12, 1_022_362, 173),
    ]
    return sizes.map { name, published, layers, heads, width, inner, tokens, hours, tonnes in
      var model = llama(
        name, published: published, context: 2048, layers: layers, heads: heads, groups: nil, width: width,
        inner: inner)
      model.training = KnownTraining(
        tokens: tokens, processor: .a100, processorHours: hours, watts: 400, tonnes: tonnes, source: "Llama, table 15")
      if name == "65B" { model.remark = "The count is 65.29 billion; the paper cuts it off at 65.2." }
      return model
    }
  }

  static var llama2Models: [KnownModel] {
    let sizes = [
      (
        llama("7B", published: "7B", context: 4096, layers: 32, heads: 32, groups: nil, width: 4096, inner: 11_008),
        6_738_415_616, 184_320.0, 31.22
      ),
      (
        llama("13B", published: "13B", context: 4096, layers: 40, heads: 40, groups: nil, width: 5120, inner: 13_824),
        13_015_864_320, 368_640, 62.44
      ),
      (
        llama("70B", published: "70B", context: 4096, layers: 80, heads: 64, groups: 8, width: 8192, inner: 28_672),
        68_976_648_192, 1_720_320, 291.42
      ),
    ]
    return sizes.map { model, count, hours, tonnes in
      var model = model
      model.publishedCount = count
      model.training = KnownTraining(
        tokens: 2e12, processor: .a100, processorHours: hours, watts: 400, tonnes: tonnes,
        source: "Llama 2, table 2")
      if model.name == "70B" { model.remark = "The count is 69.0 billion; the name is rounded up." }
      return model
    }
  }

  static var llama3Models: [KnownModel] {
    func shape(_ name: String, layers: Int, heads: Int, width: Int, inner: Int) -> KnownModel {
      llama(
        name, published: name, vocabulary: 128_256, context: 131_072, layers: layers, heads: heads, groups: 8,
        width: width, inner: inner)
    }
    let sizes = [
      (shape("8B", layers: 32, heads: 32, width: 4096, inner: 14_336), 8_030_261_248, 15e12, 1.46e6, 420.0),
      (shape("70B", layers: 80, heads: 64, width: 8192, inner: 28_672), 70_553_706_496, 15e12, 7.0e6, 2040),
      (shape("405B", layers: 126, heads: 128, width: 16_384, inner: 53_248), 405_853_388_800, 15.6e12, 30.84e6, 8930),
    ]
    return sizes.map { model, count, tokens, hours, tonnes in
      var model = model
      model.publishedCount = count
      model.training = KnownTraining(
        tokens: tokens, processor: .h100, processorHours: hours, watts: 700, tonnes: tonnes,
        source: "the model card of Llama 3.1")
      // Nearly all of the training read shorter windows than the context that the model has at the end.
      model.training?.trainingContext = 8192
      switch model.name {
      case "70B": model.remark = "The count is 70.6 billion; the name leaves the rest off."
      case "405B": model.remark = "The count is 405.9 billion; the name leaves the rest off."
      default: break
      }
      return model
    }
  }
}
