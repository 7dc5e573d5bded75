import Mixtures

/// Returns the modern GPT, the rung below it, mixed with counts of the text.
///
/// The weights of the mixture are learned from the last twentieth of the training part. The GPT was trained on it too,
/// so they trust it too much; the mixture finds that out as it reads.
func mixtureRung(_ trained: TrainedGPT) -> Rung {
  Rung(
    name: "modern with counts",
    view: "asks the GPT and the counts of what followed the last 0 to 6 characters, and has learned whom to trust when"
  ) { text, _ in
    guard let gpt = trained.model else { fatalError("the rung of the GPT comes before that of its mixture") }
    return GPTWithCounts(gpt, text.tokenizer, text: Array(text.training), unseen: max(1, text.training.count / 20))
  }
}
