// The whole library by one import: `import Kindling`.

@_exported import Corpora
@_exported import Files
@_exported import Kernels
@_exported import LanguageModels
@_exported import Layers
@_exported import Reports
@_exported import Tensors
@_exported import Training
