/// The words that people bring from other tools, and what the same thing is called here.
///
///     ForeignWords.hint(forOption: "--lr", among: ["learning-rate", "steps"])   // Here it is --learning-rate.
enum ForeignWords {
  /// Returns a hint for an option that other tools have; nil if the command has nothing of the kind.
  static func hint(forOption word: String, among names: [String]) -> String? {
    let key = normalized(word)
    guard let entry = options.first(where: { $0.words.contains(key) }) else { return nil }
    if let name = entry.ours.first(where: names.contains) { return "Here it is --\(name).\(entry.remark)" }
    return entry.ours.isEmpty ? entry.remark : nil
  }

  /// Returns a hint for a command that other tools have; nil if the program has nothing of the kind.
  static func hint(forCommand word: String, among names: [String], program: String) -> String? {
    let key = normalized(word)
    guard let ours = commands.first(where: { $0.words.contains(key) })?.ours.filter(names.contains), !ours.isEmpty
    else { return nil }
    return "Here it is \(alternatives(ours.map { "\(program) \($0)" }))."
  }

  /// The word without hyphens at its start, in lower case, with hyphens between its parts.
  private static func normalized(_ word: String) -> String {
    String(word.drop { $0 == "-" }.map { $0 == "_" ? "-" : $0 }).lowercased()
  }

  /// The options of other tools: of nanoGPT and Hugging Face's trainer, gensim, word2vec, KenLM and scikit-learn.
  ///
  /// The first of our names that a command has is suggested; a remark says how the idea differs.
  private static let options: [(words: Set<String>, ours: [String], remark: String)] = [
    (["lr", "learningrate", "eta", "max-lr", "step-size"], ["learning-rate"], ""),
    (["min-lr", "min-learning-rate", "min-alpha", "end-lr"], ["minimum-learning-rate"], ""),
    (["batch-size", "batchsize", "bs", "per-device-train-batch-size"], ["batch"], ""),
    (
      [
        "max-iters", "max-iter", "iters", "iterations", "iter", "num-iterations", "max-steps", "num-steps", "n-steps",
        "train-steps",
      ], ["steps", "epochs", "gpt-steps"], ""
    ),
    (
      ["epochs", "epoch", "num-epochs", "n-epochs", "num-train-epochs", "passes"], ["epochs", "steps"],
      " A remark at the start says how many times the run goes through the text."
    ),
    (
      [
        "out-dir", "output", "output-dir", "outdir", "output-file", "outfile", "o", "save", "save-path", "save-dir",
        "svg", "svmlight", "picture", "write",
      ], ["out"], ""
    ),
    (["n-layer", "n-layers", "num-layers", "num-hidden-layers", "depth", "blocks"], ["layers"], ""),
    (["n-head", "n-heads", "num-heads", "num-attention-heads"], ["heads"], ""),
    (
      [
        "n-embd", "d-model", "hidden-size", "embed-dim", "embedding-dim", "embedding-size", "width", "dim", "dims",
        "dimension", "dimensions", "vector-size", "size", "layer1-size",
      ], ["embedding"], ""
    ),
    (
      [
        "block-size", "seq-len", "seq-length", "sequence-length", "max-seq-len", "context-length", "n-ctx",
        "n-positions",
      ],
      ["context"], ""
    ),
    (
      ["max-new-tokens", "max-tokens", "num-tokens", "n-predict", "max-length", "length", "characters", "words"],
      ["tokens", "count"], ""
    ),
    (["num-samples", "num-return-sequences", "n-samples", "n"], ["samples", "order", "count"], ""),
    (["topn", "top-n", "num", "k", "number", "top"], ["count", "top-k"], ""),
    (["temp", "t"], ["temperature"], ""),
    (["nucleus", "p"], ["top-p"], ""),
    (["repeat-penalty", "rep-pen", "penalty"], ["repetition-penalty"], ""),
    (["stop-strings", "stop-sequences", "stop-words", "eos"], ["stop"], ""),
    (["num-beams", "beam-size", "beam-width", "beam", "n-beams"], ["beams"], ""),
    (["draft-model", "model-draft", "assistant-model", "assistant", "md"], ["draft"], ""),
    (["num-speculative-tokens", "draft-max", "num-assistant-tokens", "gamma", "speculate-k"], ["draft-tokens"], ""),
    (["eval-interval", "eval-every", "eval-steps", "evaluation-interval"], ["evaluate-every"], ""),
    (["eval-iters", "eval-batches"], ["evaluate-batches"], ""),
    (["log-interval", "logging-steps"], ["log-every"], ""),
    (["save-interval", "save-steps", "save-every", "ckpt-interval"], ["checkpoint-every"], ""),
    (
      [
        "val-split", "val", "val-fraction", "validation-split", "holdout", "hold-out", "test-size", "test-split",
        "test",
      ],
      ["validation"], " It is a fraction: 0.1 is a tenth of the text."
    ),
    (["min-count", "mincount", "min-df", "vocab-min-count"], ["minimum-count", "minimum-documents"], ""),
    (["max-df"], ["maximum-share"], ""),
    (["x-max"], ["maximum-count"], ""),
    (["ngram-range", "ngrams", "ngram", "n-gram", "ngram-order"], ["order"], ""),
    (["grad-clip", "clip-norm", "max-grad-norm", "gradient-clip"], ["clip"], ""),
    (["wd", "decay-rate", "l2"], ["weight-decay"], ""),
    (["gradient-accumulation-steps", "grad-accum", "grad-accumulation", "accumulation"], ["accumulate"], ""),
    (["warmup-iters", "warmup-steps", "warmup-ratio"], ["warmup"], " It counts steps."),
    (["lr-decay", "lr-scheduler", "scheduler", "schedule", "lr-scheduler-type"], ["decay"], ""),
    (["workers", "num-threads", "n-threads", "cpus", "cores", "jobs", "j", "num-workers"], ["threads"], ""),
    (["random-seed", "random-state", "manual-seed"], ["seed"], ""),
    (
      ["checkpoint", "ckpt", "ckpt-path", "model-path", "model-dir", "model-name-or-path", "load", "run", "weights"],
      ["model"], ""
    ),
    (["init-from", "continue", "resume-from", "resume-from-checkpoint", "restart"], ["resume"], ""),
    (["force", "f", "yes", "y", "replace", "overwrite-output-dir"], ["overwrite"], ""),
    (["silent", "q", "s", "no-progress"], ["quiet"], ""),
    (["start", "input", "text", "seed-text", "prefix"], ["prompt", "query"], ""),
    (["sg", "cbow", "skipgram", "algorithm", "architecture", "model-type"], ["method", "classifier"], ""),
    (["hs", "loss"], ["objective"], ""),
    (["subsample", "threshold"], ["subsample"], ""),
    (["neg", "negatives", "negative-samples"], ["negative"], ""),
    (["projection", "pca", "tsne", "t-sne"], ["projection"], ""),
    (["analyzer", "token-level", "char", "chars", "word"], ["level", "pattern"], ""),
    (["token-pattern", "split", "lowercase"], ["pattern"], ""),
    (["sort"], ["sort"], ""),
    (["sigma", "regularization", "reg"], ["c"], ""),
    (["encoding", "ignore-errors", "errors"], ["lossy"], " Texts are UTF-8 or UTF-16."),
    (["steps"], ["epochs", "gpt-steps"], ""),
    (["settings", "config-file", "hparams", "yaml"], ["config"], ""),
    (
      ["device", "cuda", "gpu", "gpus", "mps", "dtype", "fp16", "bf16", "compile"], [],
      "Kindling computes on the CPU, in 32-bit floating point, with all cores; there is nothing to choose."
    ),
    (["verbose", "v", "debug"], [], "Remarks are always shown unless you pass --quiet."),
  ]

  private static let commands: [(words: Set<String>, ours: [String])] = [
    (["generate", "gen", "complete", "completion", "inference", "infer"], ["sample", "generate", "write"]),
    (["chat", "interactive", "repl", "prompt", "talk"], ["write", "game"]),
    (["fit", "train", "pretrain", "learn", "build", "create", "lmplz"], ["train", "run", "generate"]),
    (["predict", "predict-proba", "label", "logprobs", "probabilities"], ["classify", "next"]),
    (["test", "eval", "perplexity", "score", "validate", "query"], ["evaluate", "nearest", "floor"]),
    (
      [
        "most-similar", "mostsimilar", "similar", "neighbors", "neighbours", "neighbor", "nn", "search", "find", "knn",
        "distance",
      ], ["nearest"]
    ),
    (["doesnt-match", "odd", "odd-one", "oddoneout", "outlier"], ["odd-one-out"]),
    (["analogies", "word-analogy"], ["analogy"]),
    (["info", "count", "summary", "params", "size", "describe"], ["parameters", "vectors", "words"]),
    (["list", "ls", "compare", "history", "show"], ["runs", "run"]),
    (["resume", "continue"], ["train"]),
    (["visualize", "visualise", "draw", "map", "project", "pca", "tsne", "t-sne"], ["plot", "words"]),
    (["vectorize", "transform", "tfidf", "tf-idf", "encode", "countvectorizer"], ["vectors"]),
    (["features", "coefficients", "weights", "explain"], ["words", "parameters"]),
    (["load", "from-pretrained", "convert"], ["import"]),
    (["save", "dump", "save-pretrained"], ["export"]),
    (["zip", "gzip", "pack"], ["compress"]),
    (["unzip", "gunzip", "unpack", "extract"], ["decompress"]),
    (["perf", "speed", "time", "timing", "benchmark"], ["bench", "all"]),
    (["play", "guess"], ["game"]),
  ]
}
