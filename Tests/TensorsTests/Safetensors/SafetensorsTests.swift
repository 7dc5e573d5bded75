import Files
import Foundation
import Tensors
import Testing

@Test func tensorsAreReadBackWithTheSameBits() throws {
  try withTemporaryPath { path in
    let a = Tensor([2, 3], [1, -2.5, .pi, 1e-30, -0.0, 3e38]), b = Tensor(7), empty = Tensor([0, 4], [])
    try Safetensors.write([("a", a), ("deep.b", b), ("empty", empty)], to: path)
    let file = try Safetensors(path)
    #expect(file.names == ["a", "deep.b", "empty"])
    #expect(file.shape(of: "a") == [2, 3] && file.shape(of: "deep.b") == [] && file.shape(of: "c") == nil)
    #expect(file.type(of: "a") == .f32 && file.type(of: "c") == nil)
    #expect(file.metadata == ["format": "pt"])
    let read = Tensor.zeros([2, 3]), number = Tensor.zeros([])
    try file.read("a", into: read)
    try file.read("deep.b", into: number)
    try file.read("empty", into: .zeros([0, 4]))
    #expect(read.elements.map(\.bitPattern) == a.elements.map(\.bitPattern))
    #expect(number.item == 7)
  }
}

@Test func missingTensorsAndWrongShapesAreReportedWithFileAndName() throws {
  try withTemporaryPath { path in
    try Safetensors.write([("a", .ones([2, 3]))], to: path)
    let file = try Safetensors(path)
    let shape = #expect(throws: Problem.self) { try file.read("a", into: .zeros([3, 2])) }
    #expect(shape == Problem(.badData, "\(path): tensor \"a\" has shape (2, 3), but (3, 2) is needed"))
    let missing = #expect(throws: Problem.self) { try file.read("b", into: .zeros([1])) }
    #expect(missing == Problem(.badData, "\(path) has no tensor \"b\", which is needed"))
  }
}

@Test func filesWithUnsupportedTypesOpenButReadingThoseTypesFails() throws {
  for type in Safetensors.ElementType.allCases {
    let count = 4 * type.bitWidth / 8
    let header = #"{"x":{"dtype":"\#(type.rawValue)","shape":[4],"data_offsets":[0,\#(count)]}}"#
    try SafetensorsFile(header, data: [UInt8](repeating: 0, count: count)).withPath { path in
      let file = try Safetensors(path)
      #expect(file.type(of: "x") == type)
      let tensor = Tensor.ones([4])
      if type.isReadable {
        try file.read("x", into: tensor)
        #expect(tensor.elements == [0, 0, 0, 0])
      } else {
        let problem = #expect(throws: Problem.self) { try file.read("x", into: tensor) }
        let message =
          "\(path): tensor \"x\" has type \(type.rawValue); only F32, F16, BF16 and F64 can be read"
        #expect(problem == Problem(.badData, message))
        #expect(tensor.elements == [1, 1, 1, 1])
      }
    }
  }
}

@Test func namesThatOnlyLookAlikeAreDistinctTensors() throws {
  try withTemporaryPath { path in
    let composed = "\u{E9}", decomposed = "e\u{301}"
    try Safetensors.write([(composed, Tensor(1)), (decomposed, Tensor(2))], to: path)
    let file = try Safetensors(path)
    #expect(file.names.map { Array($0.utf8) } == [Array(decomposed.utf8), Array(composed.utf8)])
    let tensor = Tensor(0)
    for (name, number) in [(composed, Float(1)), (decomposed, 2)] {
      try file.read(name, into: tensor)
      #expect(tensor.item == number)
    }
  }
}

@Test(arguments: ["nowhere", "/dev/null", NSTemporaryDirectory()])
func aPathThatIsNotAFileIsReportedAsMissing(_ path: String) {
  let problem = #expect(throws: Problem.self) { try Safetensors(path) }
  #expect(problem?.kind == .missing && problem?.message.contains(path) == true)
}
