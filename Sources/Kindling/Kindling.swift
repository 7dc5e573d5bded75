// The whole library by one import: `import Kindling`.

@_exported import Corpora
@_exported import Files
@_exported import enum Kernels.Activation
@_exported import enum Kernels.Threads
@_exported import func Kernels.peakSpeed
@_exported import LanguageModels
@_exported import Layers
@_exported import Reports
@_exported import Tensors
@_exported import Training
