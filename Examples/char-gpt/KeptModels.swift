extension RunRecord {
  /// Whether this step's model is one of the `keep` numbered ones, spread evenly over the run's checkpoints: the first
  /// checkpoint at or after each `keep`-th part of the steps.
  func keepsModel(ofStep step: Int) -> Bool {
    let every = training.checkpointEvery ?? training.evaluateEvery
    guard keep > 0, step > 0, training.isDue(step, every: every) else { return false }
    let stepBefore = every > 0 ? (step - 1) / every * every : 0
    return step * keep / training.steps > stepBefore * keep / training.steps
  }
}
