import Layers

// The shapes of the families that have GPT-2's form, or nearly.

extension ModelFamily {
  static var gpt2Models: [KnownModel] {
    let sizes = [
      ("small", "124M", 12, 12, 768, 124_439_808), ("medium", "355M", 24, 16, 1024, 354_823_168),
      ("large", "774M", 36, 20, 1280, 774_030_080), ("XL", "1,558M", 48, 25, 1600, 1_557_611_200),
    ]
    return sizes.map { name, published, layers, heads, width, count in
      let shape = GPTConfiguration(
        vocabularySize: 50_257, contextLength: 1024, layerCount: layers, headCount: heads, width: width)
      var model = KnownModel(name, published: published, shape)
      model.publishedCount = count
      return model
    }
  }

  static var gpt3Models: [KnownModel] {
    let sizes = [
      ("Small", "125M", 12, 12, 768, 64), ("Medium", "350M", 24, 16, 1024, 64), ("Large", "760M", 24, 16, 1536, 96),
      ("XL", "1.3B", 24, 16, 2048, 128), ("2.7B", "2.7B", 32, 32, 2560, 80), ("6.7B", "6.7B", 32, 32, 4096, 128),
      ("13B", "13.0B", 40, 40, 5140, 128), ("175B", "175.0B", 96, 96, 12_288, 128),
    ]
    let remarks = [
      "Medium": "The count is 356 million; the paper rounds it to 350.",
      "XL": """
      The paper gives XL 24 heads of 128 channels, which would make 1.5 billion parameters; the published 1.3 billion \
      are those of 16 heads, counted here.
      """,
      "13B": """
      The count is 12.9 billion: 40 heads of 128 channels are 20 channels narrower than the width of 5,140; the paper \
      rounds it to 13.0.
      """,
      "175B": "The count is 174.6 billion; the paper rounds it to 175.0.",
    ]
    return sizes.map { name, published, layers, heads, width, headSize in
      var shape = GPTConfiguration(
        vocabularySize: 50_257, contextLength: 2048, layerCount: layers, headCount: heads, width: width)
      shape.headSize = headSize
      var model = KnownModel(name, published: published, shape)
      model.remark = remarks[name]
      return model
    }
  }

  static var gopherModels: [KnownModel] {
    let sizes = [
      ("44M", 8, 16, 512), ("117M", 12, 12, 768), ("417M", 12, 12, 1536), ("1.4B", 24, 16, 2048),
      ("7.1B", 32, 32, 4096), ("280B", 80, 128, 16_384),
    ]
    return sizes.map { name, layers, heads, width in
      var shape = GPTConfiguration(
        vocabularySize: 32_000, contextLength: 2048, layerCount: layers, headCount: heads, width: width,
        hasBiases: false)
      (shape.positions, shape.norm) = (.none, .rms)
      var model = KnownModel(name, published: name, shape)
      // The projection of relative positions (Dai et al. 2019, section 3.3).
      model.extraParameters = layers * width * width
      return model
    }
  }
}
