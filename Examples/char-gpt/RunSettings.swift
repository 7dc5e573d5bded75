import Console
import Reports
import Transformers

extension ListedRun {
  /// The settings that shape the model or the measured loss, as the names and values of options.
  var settings: [String: String] {
    [general, parts(of: record.model), training].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first }
    }
  }

  private var general: [String: String] {
    let model = record.model
    return [
      "text": record.text.path, "tokenizer": record.tokenizer ?? "characters", "mixture": record.mixture ?? "none",
      "layers": "\(model.layerCount)", "heads": "\(model.headCount)", "embedding": "\(model.width)",
      "context": "\(model.contextLength)", "batch": "\(record.batchSize)",
      "first-batch": "\(record.firstBatch ?? record.batchSize)",
      "first-context": "\(record.firstContext ?? model.contextLength)", "dropout": figure(Double(model.dropout)),
      "validation": figure(record.validation),
      "evaluate-batches": record.evaluateBatches.map { "\($0)" } ?? "all",
      "evaluate-stride": "\(record.evaluateStride ?? model.contextLength)", "seed": "\(record.seed)",
    ]
  }

  /// What a preset chooses, and the options that exchange single parts.
  private func parts(of model: GPTConfiguration) -> [String: String] {
    func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }
    return [
      "groups": "\(model.groupCount ?? model.headCount)", "inner": model.innerWidth.map { "\($0)" } ?? "default",
      "window": model.window.map { "\($0)" } ?? "0", "positions": model.positions.rawValue,
      "rotary-base": figure(model.rotaryBase), "rotary-layout": model.rotaryLayout.rawValue,
      "norm": model.norm.rawValue, "norm-placement": model.normPlacement.rawValue,
      "norm-weights": word(model.normsHaveWeights), "norm-epsilon": figure(Double(model.normEpsilon)),
      "qk-norm": word(model.normalizesHeads),
      "attention-gate": word(model.gatesHeads), "activation": model.activation.rawValue, "gated": word(model.isGated),
      "bias": word(model.hasBiases), "tied": word(model.isTied), "soft-cap": figure(Double(model.softCap ?? 0)),
      "zero-residuals": word(model.startsAtZero), "value-embeddings": word(model.hasValueEmbeddings),
      "input-mix": word(model.mixesInput), "memory": "\(model.memory?.longest ?? 0)",
      "memory-bits": model.memory.map { "\($0.rowBits)" } ?? "none",
      "memory-width": model.memory.map { "\($0.width)" } ?? "none",
      "memory-dropout": model.memory.map { figure(Double($0.dropout)) } ?? "none",
    ]
  }

  private var training: [String: String] {
    let training = record.training
    return [
      "steps": Formats.grouped(training.steps), "learning-rate": figure(training.learningRate),
      "minimum-learning-rate": figure(training.minimumLearningRate), "warmup": "\(training.warmup)",
      "decay": training.decay.rawValue, "optimizer": training.optimizer.rawValue,
      "momentum": figure(training.momentum), "memory-learning-rate": figure(training.memoryLearningRate),
      "muon-learning-rate": figure(training.muonLearningRate), "average": figure(training.average),
      "weight-decay": figure(training.weightDecay), "beta1": figure(training.beta1), "beta2": figure(training.beta2),
      "clip": figure(training.clip), "accumulate": "\(training.accumulation)",
    ]
  }
}
