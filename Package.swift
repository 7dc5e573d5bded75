// swift-tools-version: 6.2

import Foundation
import PackageDescription

// MARK: The machine

/// What the CPU of this machine can do, as the words that the operating system uses for it.
///
/// The manifest runs on the machine that builds. Where the system has no `/proc/cpuinfo`, the build is a portable one.
let processorFeatures: Set<String> = {
  guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
    let flags = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
  else { return [] }
  return Set(flags.split(separator: " ").map(String.init))
}()

/// What the levels x86-64-v3 and x86-64-v4 of the instruction set need; `Processor` in Tensors asks for the same.
let avx2Level = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"]
let avx512Level = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]

/// `KINDLING_PORTABLE=1 swift build` builds for any CPU of the family: slower, but it can be carried elsewhere.
let isPortable = !(Context.environment["KINDLING_PORTABLE"] ?? "").isEmpty

/// `KINDLING_AVX2=1 swift build` builds for AVX2 though the CPU may have AVX-512: the results are the same bits.
let isAVX2AtMost = !(Context.environment["KINDLING_AVX2"] ?? "").isEmpty

/// Flags that make the compiler use this machine's instructions, and the names by which the source knows them.
///
/// Swift cannot ask in `#if` whether the target has fused multiply-add, and without it `addingProduct` is a
/// library call for each lane; hence the defines. On arm64 every CPU has it, and no flag is needed.
let nativeFlags: (compiler: [String], defines: [String]) = {
  guard !isPortable, processorFeatures.isSuperset(of: avx2Level) else { return ([], []) }
  guard processorFeatures.isSuperset(of: avx512Level), !isAVX2AtMost else {
    return (["-Xcc", "-march=x86-64-v3"], ["KINDLING_AVX2"])
  }
  return (["-Xcc", "-march=x86-64-v4"], ["KINDLING_AVX2", "KINDLING_AVX512"])
}()

let defines: [SwiftSetting] = nativeFlags.defines.map { .define($0) }

/// The kernels work on raw memory inside bounds that their callers have checked: no checks, all of the CPU, in
/// debug builds too, so that `swift run` and `swift test` are as fast as a release build.
let kernelSettings: [SwiftSetting] =
  defines + [
    .unsafeFlags(
      ["-Ounchecked", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"] + nativeFlags.compiler)
  ]

/// All other library code keeps its checks and is optimized in debug builds too.
let librarySettings: [SwiftSetting] = defines + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Tensors and layers are made and forgotten for each operation, forty times a token. So the compiler sees each of these
/// modules as a whole and can inline across files, and does not check at run time that accesses to one object's properties do not
/// overlap: a tensor belongs to one thread.
let tensorSettings: [SwiftSetting] =
  librarySettings + [
    .unsafeFlags(["-enforce-exclusivity=unchecked"]),
    .unsafeFlags(
      ["-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug)),
  ]

/// The labs' programs are to be fast loops too, where a lab writes one; they keep their checks.
let playgroundSettings: [SwiftSetting] =
  defines + [.unsafeFlags(["-O"] + nativeFlags.compiler)]

// MARK: The package

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = librarySettings
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func example(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["Kindling", "Console"] + dependencies, path: "Examples/\(name)", exclude: exclude,
    swiftSettings: librarySettings)
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
    .executable(name: "grammar", targets: ["grammar"]),
    .executable(name: "benchmark", targets: ["benchmark"]),
    .executable(name: "exercises", targets: ["exercises"]),
    .executable(name: "playground", targets: ["playground"]),
    .executable(name: "ladder", targets: ["ladder"]),
  ],
  targets: [
    library("Files"),
    .target(name: "Kernels", swiftSettings: kernelSettings),
    library("Tensors", ["Kernels", "Files"], settings: tensorSettings),
    library("Layers", ["Tensors", "Files"], settings: tensorSettings),
    library("Corpora", ["Files"]),
    library("LanguageModels", ["Layers", "Tensors", "Kernels", "Corpora", "Files"]),
    library("Training", ["Layers", "Tensors", "Kernels", "Files"]),
    library("Reports", ["Training"]),
    library("Console", ["Files"]),
    library("Benchmarks", ["LanguageModels", "Training", "Layers", "Tensors", "Corpora"]),
    library(
      "Kindling",
      ["Files", "Kernels", "Tensors", "Layers", "Corpora", "LanguageModels", "Training", "Reports"]),
    example("bag-of-words", ["Benchmarks"]),
    example("ngram"),
    example("word2vec"),
    example("char-gpt", ["Benchmarks"]),
    example("grammar"),
    example("benchmark", ["Kernels", "Benchmarks"], exclude: ["LOG.md", "README.md", "same-bits.sh", "peers"]),
    example("exercises"),
    .executableTarget(
      name: "playground", dependencies: ["Kindling", "Kernels"], path: "Examples/playground",
      swiftSettings: playgroundSettings),
    example("ladder"),
    .target(
      name: "TestSupport", dependencies: ["Kernels", "Tensors", "Layers"], path: "Tests/TestSupport",
      swiftSettings: librarySettings),
    tests("FilesTests", ["Files"]),
    tests("KernelsTests", ["Kernels"]),
    tests("TensorsTests", ["Tensors", "Kernels", "Files"], resources: [.copy("Resources")]),
    tests("LayersTests", ["Layers", "Tensors", "Files"]),
    tests("CorporaTests", ["Corpora", "Files"]),
    tests(
      "LanguageModelsTests", ["LanguageModels", "Training", "Layers", "Tensors", "Kernels", "Corpora", "Files"],
      resources: [.copy("Resources")]),
    tests("TrainingTests", ["Training", "Layers", "Tensors", "Files"], resources: [.copy("Resources")]),
    tests("ReportsTests", ["Reports", "Training"]),
    tests("ConsoleTests", ["Console", "Files"]),
    tests("KindlingTests", ["Kindling"]),
    tests("BenchmarksTests", ["Benchmarks", "LanguageModels"]),
    tests("BagOfWordsTests", ["bag-of-words"]),
    tests("NGramTests", ["ngram", "char-gpt"]),
    tests("Word2VecTests", ["word2vec"]),
    tests("CharGPTTests", ["char-gpt"]),
    tests("GrammarTests", ["grammar"]),
    tests("BenchmarkTests", ["benchmark"]),
    tests(
      "LabsTests",
      [
        "bag-of-words", "ngram", "word2vec", "char-gpt", "ladder", "grammar", "benchmark", "exercises", "playground",
      ],
      exclude: ["WrongSolutions"]),
    tests("LadderTests", ["ladder", "char-gpt"]),
  ],
  swiftLanguageModes: [.v6]
)
