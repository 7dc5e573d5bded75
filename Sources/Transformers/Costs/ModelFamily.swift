/// The families of published models whose shapes are known.
///
///     for model in ModelFamily.gopher.models {
///       print(model.name, model.totals.unique, model.published)
///     }
public enum ModelFamily: String, CaseIterable, Codable, Sendable {
  /// Gopher: 44 million to 280 billion parameters (Rae et al. 2021, table 1).
  case gopher
  /// GPT-2 (Radford et al. 2019, table 2).
  case gpt2
  /// GPT-3 (Brown et al. 2020, table 2.1).
  case gpt3
  /// Llama (Touvron et al. 2023, table 2).
  case llama
  /// Llama 2 (Touvron et al. 2023, table 1, and the published weights).
  case llama2
  /// Llama 3 and 3.1 (Grattafiori et al. 2024, table 3, and the published weights).
  case llama3

  /// The family's name: "GPT-2".
  public var title: String {
    switch self {
    case .gopher: "Gopher"
    case .gpt2: "GPT-2"
    case .gpt3: "GPT-3"
    case .llama: "Llama"
    case .llama2: "Llama 2"
    case .llama3: "Llama 3 and 3.1"
    }
  }

  /// Where the shapes and the sizes were published.
  public var source: String {
    switch self {
    case .gopher: "Rae et al. 2021, \"Scaling Language Models\", table 1"
    case .gpt2: "Radford et al. 2019, \"Language Models are Unsupervised Multitask Learners\", table 2, and the weights"
    case .gpt3: "Brown et al. 2020, \"Language Models are Few-Shot Learners\", table 2.1"
    case .llama: "Touvron et al. 2023, \"LLaMA: Open and Efficient Foundation Language Models\", table 2"
    case .llama2: "Touvron et al. 2023, \"Llama 2: Open Foundation and Fine-Tuned Chat Models\", and the weights"
    case .llama3: "Grattafiori et al. 2024, \"The Llama 3 Herd of Models\", table 3, and the weights"
    }
  }

  /// What holds for all models of the family.
  public var remark: String {
    switch self {
    case .gopher:
      """
      Relative positions take one more matrix of width x width per block, which this library's models do not have; it is \
      counted.
      """
    case .gpt2:
      """
      The counts are those of the published weights. The paper's own table says 117M, 345M, 762M and 1,542M; its \
      authors later called that an error.
      """
    case .gpt3: "Half of the blocks attend to a band of the context only, which changes no count."
    case .llama: "The names are the counts, rounded: 6.7 to 7 and 32.5 to 33 billion."
    case .llama2:
      """
      The counts are those of the published weights. 70B has 8 heads of keys and values, which its 64 heads share.
      """
    case .llama3:
      """
      The counts are those of the published weights. 8B has a vocabulary four times as large as Llama 2's, in two tables.
      """
    }
  }

  /// The models, from the smallest.
  public var models: [KnownModel] {
    switch self {
    case .gopher: Self.gopherModels
    case .gpt2: Self.gpt2Models
    case .gpt3: Self.gpt3Models
    case .llama: Self.llamaModels
    case .llama2: Self.llama2Models
    case .llama3: Self.llama3Models
    }
  }
}
