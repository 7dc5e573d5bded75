// The whole library in one import: `import Kindling`.

@_exported import Alignment
@_exported import BagOfWords
@_exported import Cleaning
@_exported import Compression
@_exported import Conversations
@_exported import Corpora
@_exported import Explorer
@_exported import Files
@_exported import LanguageModels
@_exported import Layers
@_exported import Mixtures
@_exported import NGrams
@_exported import Pages
@_exported import Projection
@_exported import Recipes
@_exported import Recurrent
@_exported import Reports
@_exported import Runs
@_exported import Safeguards
@_exported import Serving
@_exported import Tensors
@_exported import Tokenizers
@_exported import Training
@_exported import Transformers
@_exported import Tuning
@_exported import WordVectors
@_exported import enum Kernels.Activation
@_exported import enum Kernels.Threads
@_exported import func Kernels.peakSpeed
@_exported import struct Numerics.RandomGenerator
