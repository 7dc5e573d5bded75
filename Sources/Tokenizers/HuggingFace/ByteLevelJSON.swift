extension BytePairTokenizer {
  public func huggingFaceJSON() -> String { "" }
}
