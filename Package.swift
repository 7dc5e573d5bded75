// swift-tools-version: 6.2

import Foundation
import PackageDescription

// MARK: The machine

/// The features of this machine's CPU, by the names that the operating system uses for them.
///
/// The manifest runs on the machine that builds. If the system has no `/proc/cpuinfo`, the build is portable.
let processorFeatures: Set<String> = {
  guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
    let flags = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
  else { return [] }
  return Set(flags.split(separator: " ").map(String.init))
}()

/// The features that the levels x86-64-v3 and x86-64-v4 of the instruction set require; `Processor` in Tensors checks
/// for the same ones.
let avx2Level = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"]
let avx512Level = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]

/// `KINDLING_PORTABLE=1 swift build` builds for any CPU of this architecture: slower, but the result can be copied to
/// other machines.
let isPortable = !(Context.environment["KINDLING_PORTABLE"] ?? "").isEmpty

/// `KINDLING_AVX2=1 swift build` builds for AVX2 even if the CPU has AVX-512. The results have the same bits.
let isAVX2AtMost = !(Context.environment["KINDLING_AVX2"] ?? "").isEmpty

/// The flags that make the compiler use this machine's instructions, and the names that the source knows them by.
///
/// The defines are needed because Swift's `#if` cannot check whether the target has fused multiply-add, and without it
/// `addingProduct` is a library call per lane. On arm64 every CPU has it, so no flag is needed.
let nativeFlags: (compiler: [String], defines: [String]) = {
  guard !isPortable, processorFeatures.isSuperset(of: avx2Level) else { return ([], []) }
  guard processorFeatures.isSuperset(of: avx512Level), !isAVX2AtMost else {
    return (["-Xcc", "-march=x86-64-v3"], ["KINDLING_AVX2"])
  }
  return (["-Xcc", "-march=x86-64-v4"], ["KINDLING_AVX2", "KINDLING_AVX512"])
}()

/// `KINDLING_SANITIZER=1 swift build --sanitize thread` builds locks that the thread sanitizer sees (`Lock` in Kernels).
/// With `--sanitize address`, the address sanitizer learns which floats of the memory pool are in use (`Memory`).
/// `.ci/sanitize` makes both builds.
let isForSanitizer = !(Context.environment["KINDLING_SANITIZER"] ?? "").isEmpty

let defines: [SwiftSetting] = (nativeFlags.defines + (isForSanitizer ? ["KINDLING_SANITIZER"] : [])).map { .define($0) }

/// The kernels work on raw memory inside bounds that their callers have checked. They are compiled without checks and
/// for all of the CPU's instructions, in debug builds too, so `swift run` and `swift test` are as fast as a release
/// build.
let kernelSettings: [SwiftSetting] =
  defines + [
    .unsafeFlags(
      ["-Ounchecked", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"] + nativeFlags.compiler)
  ]

/// All other library code keeps its checks and is optimized in debug builds too.
let librarySettings: [SwiftSetting] = defines + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A token takes about forty operations, each of which creates tensors and discards others. So the compiler sees the
/// modules Tensors and Layers each as a whole and can inline across files. It omits the run-time checks for overlapping
/// accesses to an object's properties, because a tensor belongs to one thread. The same holds for the mixers of Mixtures,
/// which answer seven questions per character.
let tensorSettings: [SwiftSetting] =
  librarySettings + [
    .unsafeFlags(["-enforce-exclusivity=unchecked"]),
    .unsafeFlags(
      ["-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug)),
  ]

/// The scanners and tables of Tokenizers are used byte by byte from other files of the module, so the compiler sees it as
/// a whole too.
let tokenizerSettings: [SwiftSetting] =
  librarySettings + [
    .unsafeFlags(
      ["-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug))
  ]

/// In code that students write, a check that fails says what is wrong, in optimized code too.
///
/// Each check also keeps its own call in the machine code: a crash report could not tell merged calls apart, and would
/// name no line.
let studentFlags = ["-assert-config", "Debug", "-Xllvm", "-enable-tail-merge=false"]

/// Exercises work on little data. They are not optimized in debug builds, so they compile fast and a debugger can follow
/// them.
let exerciseSettings: [SwiftSetting] = defines + [.unsafeFlags(studentFlags)]

/// Loops that a lab writes should be fast too, so the labs' programs are optimized; they keep their checks.
let playgroundSettings: [SwiftSetting] =
  defines + [.unsafeFlags(["-O"] + studentFlags + nativeFlags.compiler)]

// MARK: The package

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  settings: [SwiftSetting] = librarySettings
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func example(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  settings: [SwiftSetting] = librarySettings
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Examples/\(name)", exclude: exclude, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, resources: resources,
    swiftSettings: librarySettings)
}

let package = Package(
  name: "Kindling",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Kindling", targets: ["Kindling"]),
    .executable(name: "bag-of-words", targets: ["bag-of-words"]),
    .executable(name: "ngram", targets: ["ngram"]),
    .executable(name: "word2vec", targets: ["word2vec"]),
    .executable(name: "char-gpt", targets: ["char-gpt"]),
    .executable(name: "assistant", targets: ["assistant"]),
    .executable(name: "grammar", targets: ["grammar"]),
    .executable(name: "corpus", targets: ["corpus"]),
    .executable(name: "tokenizer", targets: ["tokenizer"]),
    .executable(name: "benchmark", targets: ["benchmark"]),
    .executable(name: "exercises", targets: ["exercises"]),
    .executable(name: "playground", targets: ["playground"]),
    .executable(name: "ladder", targets: ["ladder"]),
    .executable(name: "microgpt", targets: ["microgpt"]),
    .executable(name: "microgpt-tensors", targets: ["microgpt-tensors"]),
  ],
  targets: [
    library("Files"),
    library("Numerics"),
    .target(name: "Kernels", dependencies: ["Numerics"], swiftSettings: kernelSettings),
    library("Tensors", ["Kernels", "Numerics", "Files"], settings: tensorSettings),
    library("Layers", ["Tensors", "Kernels", "Numerics", "Files"], settings: tensorSettings),
    library("Corpora", ["Files"]),
    library("Tokenizers", ["Kernels", "Files"], settings: tokenizerSettings),
    library("LanguageModels", ["Kernels", "Numerics", "Files"]),
    library("Conversations", ["Tokenizers", "Corpora", "Numerics", "Files"]),
    // Each of these is a chapter of the course. They do not depend on one another, except that Compression depends on
    // the models that drive it, and Cleaning and Safeguards on the models that judge texts.
    library("BagOfWords", ["Layers", "Tensors", "Kernels", "Numerics", "Corpora", "Files"]),
    library("NGrams", ["LanguageModels", "Kernels", "Numerics", "Tokenizers", "Corpora", "Files"]),
    library("Cleaning", ["NGrams", "LanguageModels", "Kernels", "Numerics", "Corpora", "Files"]),
    library(
      "Safeguards",
      [
        "BagOfWords", "NGrams", "LanguageModels", "Conversations", "Tensors", "Numerics", "Corpora", "Files",
      ]),
    library("WordVectors", ["Layers", "Tensors", "Kernels", "Numerics", "Corpora", "Files"]),
    library("Transformers", ["LanguageModels", "Layers", "Tensors", "Numerics", "Tokenizers", "Corpora", "Files"]),
    library("Recurrent", ["LanguageModels", "Layers", "Tensors", "Numerics", "Corpora"]),
    library(
      "Mixtures",
      [
        "Transformers", "Training", "LanguageModels", "Layers", "Tensors", "Kernels", "Numerics", "Tokenizers",
        "Corpora", "Files",
      ], settings: tensorSettings),
    library("Projection", ["Tensors", "Kernels", "Numerics", "Files"]),
    library("Compression", ["NGrams", "Transformers", "Mixtures", "Kernels", "Tokenizers", "Corpora", "Files"]),
    library("Training", ["Layers", "Tensors", "Kernels", "Numerics", "Files"]),
    library(
      "Alignment",
      ["Transformers", "Training", "LanguageModels", "Layers", "Tensors", "Numerics", "Corpora", "Files"]),
    library("Recipes", ["Transformers", "Training", "Corpora"]),
    library("Pages", ["Files"], resources: [.copy("Assets")]),
    library("Reports", ["Pages", "Training"]),
    library("Console", ["Files"]),
    library(
      "Runs", ["Training", "Reports", "LanguageModels", "Layers", "Tensors", "Corpora", "Console", "Files"]),
    library(
      "Explorer",
      [
        "Pages", "NGrams", "Transformers", "Projection", "LanguageModels", "Layers", "Tensors", "Tokenizers", "Files",
      ]),
    library(
      "Tuning",
      [
        "Alignment", "Conversations", "Safeguards", "Transformers", "Training", "LanguageModels", "Layers",
        "Tensors", "Numerics", "Tokenizers", "Corpora", "Console", "Reports", "Runs", "Files",
      ]),
    library("Serving", ["Pages", "Conversations", "Files"]),
    library("Benchmarks", ["Transformers", "LanguageModels", "Training", "Numerics", "Corpora"]),
    library(
      "Kindling",
      [
        "Files", "Numerics", "Kernels", "Tensors", "Layers", "Corpora", "Tokenizers", "LanguageModels", "Conversations",
        "BagOfWords", "NGrams", "Cleaning", "Safeguards", "WordVectors", "Recurrent", "Transformers", "Mixtures",
        "Projection", "Compression", "Training", "Alignment", "Recipes", "Pages", "Explorer", "Serving", "Reports",
        "Runs", "Tuning",
      ]),
    example(
      "bag-of-words",
      ["Console", "Runs", "BagOfWords", "Reports", "Training", "Tensors", "Kernels", "Corpora", "Files"]),
    example(
      "ngram",
      [
        "Console", "Runs", "Compression", "Mixtures", "NGrams", "Transformers", "LanguageModels", "Reports", "Kernels",
        "Numerics", "Corpora", "Files",
      ]),
    example(
      "word2vec",
      [
        "Console", "Runs", "WordVectors", "Projection", "Reports", "Pages", "Training", "Tensors", "Kernels", "Corpora",
        "Files",
      ]),
    example(
      "char-gpt",
      [
        "Console", "Runs", "Explorer", "Tuning", "BagOfWords", "Conversations", "Benchmarks", "Recipes", "NGrams",
        "Mixtures",
        "Transformers", "LanguageModels",
        "Reports", "Training", "Layers", "Tensors", "Kernels", "Numerics", "Tokenizers", "Corpora", "Files",
      ]),
    example(
      "assistant",
      [
        "Console", "Runs", "Tuning", "Serving", "Alignment", "Safeguards", "Conversations", "Transformers",
        "LanguageModels",
        "Reports", "Training", "Layers", "Tensors", "Kernels", "Numerics", "Tokenizers", "Corpora", "Files",
      ]),
    example("grammar", ["Console", "Conversations", "Numerics", "Corpora", "Files"]),
    example("corpus", ["Console", "Cleaning", "NGrams", "Reports", "Kernels", "Corpora", "Files"]),
    example("tokenizer", ["Console", "Tokenizers", "Pages", "Kernels", "Corpora", "Files"]),
    example(
      "benchmark", ["Console", "Benchmarks", "Transformers", "Reports", "Tensors", "Kernels", "Numerics", "Files"],
      exclude: ["LOG.md", "README.md", "records.md", "same-bits.sh", "peers"]),
    example("exercises", ["Kindling", "Console"], settings: exerciseSettings),
    example("playground", ["Kindling", "Kernels"], settings: playgroundSettings),
    example(
      "ladder",
      [
        "Console", "Runs", "NGrams", "Recurrent", "Mixtures", "Recipes", "Transformers", "LanguageModels", "Reports",
        "Training", "Layers", "Tensors", "Kernels", "Numerics", "Tokenizers", "Corpora", "Files",
      ]),
    example("microgpt", ["Numerics"]),
    example(
      "microgpt-tensors",
      ["Console", "Reports", "Training", "Layers", "Tensors", "Kernels", "Numerics", "Corpora"]),
    .target(
      name: "TestSupport", dependencies: ["NGrams", "Training", "Files", "Kernels", "Numerics", "Tensors", "Layers"],
      path: "Tests/TestSupport", swiftSettings: librarySettings),
    tests("FilesTests", ["Files"]),
    tests("NumericsTests", ["Numerics"]),
    tests("KernelsTests", ["Kernels"]),
    tests("TensorsTests", ["Tensors", "Kernels", "Numerics", "Files"], resources: [.copy("Resources")]),
    tests("LayersTests", ["Layers", "Tensors", "Numerics", "Files"]),
    tests("CorporaTests", ["Corpora", "Files"]),
    tests("TokenizersTests", ["Tokenizers", "Kernels", "Numerics", "Files"]),
    tests("ConversationsTests", ["Conversations", "Tokenizers", "Corpora", "Numerics", "Files"]),
    tests("LanguageModelsTests", ["LanguageModels", "Tensors", "Numerics", "Files"]),
    tests("BagOfWordsTests", ["BagOfWords", "Training", "Tensors", "Corpora", "Files"]),
    tests("NGramsTests", ["NGrams", "LanguageModels", "Kernels", "Numerics", "Files"]),
    tests("CleaningTests", ["Cleaning", "NGrams", "Kernels", "Numerics", "Corpora", "Files"]),
    tests(
      "SafeguardsTests", ["Safeguards", "BagOfWords", "NGrams", "Conversations", "Numerics", "Corpora", "Files"]),
    tests("WordVectorsTests", ["WordVectors", "Tensors", "Kernels", "Numerics", "Corpora", "Files"]),
    tests(
      "TransformersTests",
      [
        "Transformers", "LanguageModels", "Training", "Layers", "Tensors", "Kernels", "Numerics", "Tokenizers",
        "Corpora", "Files",
      ], resources: [.copy("Resources")]),
    tests(
      "RecurrentTests",
      ["Recurrent", "LanguageModels", "Training", "Layers", "Tensors", "Numerics", "Corpora", "Files"],
      resources: [.copy("Resources")]),
    tests("ProjectionTests", ["Projection", "Tensors"]),
    tests(
      "MixturesTests",
      ["Mixtures", "Transformers", "LanguageModels", "Kernels", "Numerics", "Tokenizers", "Corpora", "Files"]),
    tests("CompressionTests", ["Compression", "Mixtures", "NGrams", "Transformers", "Tokenizers", "Corpora", "Files"]),
    tests(
      "TrainingTests", ["Training", "Layers", "Tensors", "Kernels", "Numerics", "Files"],
      resources: [.copy("Resources")]),
    tests(
      "AlignmentTests",
      [
        "Alignment", "Transformers", "Training", "LanguageModels", "Layers", "Tensors", "Kernels", "Numerics", "Files",
      ], resources: [.copy("Resources")]),
    tests(
      "RecipesTests",
      ["Recipes", "Transformers", "Training", "Layers", "Numerics", "Corpora", "Console", "char-gpt"]),
    tests("RunsTests", ["Runs", "Training", "Layers", "Tensors", "Corpora", "Numerics", "Files"]),
    tests("PagesTests", ["Pages", "Files"]),
    tests(
      "ExplorerTests",
      [
        "Explorer", "NGrams", "Recipes", "Transformers", "LanguageModels", "Layers", "Tensors", "Numerics",
        "Tokenizers", "Files",
      ]),
    tests("ServingTests", ["Serving", "Pages", "Conversations", "Files"]),
    tests("ReportsTests", ["Reports", "Training"]),
    tests("ConsoleTests", ["Console", "Files"]),
    tests("KindlingTests", ["Kindling"]),
    tests(
      "TuningTests",
      [
        "Tuning", "Safeguards", "Alignment", "Conversations", "Transformers", "Training", "LanguageModels", "Layers",
        "Tensors", "Numerics", "Tokenizers", "Corpora", "Console", "Runs", "Files",
      ]),
    tests("BenchmarksTests", ["Benchmarks", "Transformers"]),
    tests("BagOfWordsProgramTests", ["bag-of-words"]),
    tests("NGramProgramTests", ["ngram", "char-gpt"]),
    tests("Word2VecProgramTests", ["word2vec"]),
    tests("CharGPTProgramTests", ["char-gpt", "ngram", "Tokenizers"]),
    tests("AssistantProgramTests", ["assistant", "grammar", "Tuning", "Conversations"]),
    tests("GrammarProgramTests", ["grammar"]),
    tests("CorpusProgramTests", ["corpus", "ngram"]),
    tests("TokenizerProgramTests", ["tokenizer"]),
    tests("BenchmarkProgramTests", ["benchmark"]),
    tests("LadderProgramTests", ["ladder", "char-gpt"]),
    tests("MicroGPTProgramTests", ["microgpt", "microgpt-tensors"]),
    tests(
      "LabsTests",
      [
        "bag-of-words", "ngram", "word2vec", "char-gpt", "ladder", "assistant", "grammar", "corpus", "tokenizer",
        "benchmark",
        "exercises", "playground", "microgpt", "microgpt-tensors",
      ],
      exclude: ["BadAnswers", "WrongSolutions"]),
  ],
  swiftLanguageModes: [.v6]
)
