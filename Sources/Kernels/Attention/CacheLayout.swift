import Numerics

/// The memory layout of the keys and values of sequences that grow token by token.
///
/// Both are stored in panels of sixteen floats, so a query reads them front to back and needs no sum across lanes. The
/// keys of one group are stored as (T / 16, D, 16), one panel per sixteen time steps. The values of one group are
/// stored as (D / 16, T, 16), one panel per sixteen channels. T and D are rounded up.
public struct CacheLayout: Sendable {
  let groupCount, headSize, timePanels, channelPanels: Int

  /// Creates a layout for sequences of up to `capacity` tokens with G groups of D channels.
  public init(groupCount: Int, headSize: Int, capacity: Int) {
    self.groupCount = groupCount
    self.headSize = headSize
    timePanels = (capacity + laneCount - 1) / laneCount
    channelPanels = (headSize + laneCount - 1) / laneCount
  }

  /// The number of floats that the keys of one sequence take.
  public var keyCount: Int { groupCount * groupKeys }
  /// The number of floats that the values of one sequence take.
  public var valueCount: Int { groupCount * groupValues }

  /// The number of floats that the keys and the values of one group take.
  var groupKeys: Int { paddedTime * headSize }
  var groupValues: Int { channelPanels * channelPanel }
  /// The number of floats in sixteen channels of values.
  var channelPanel: Int { paddedTime * laneCount }
  var paddedTime: Int { timePanels * laneCount }
}

/// Copies the keys and values of the first sequence of a cache to the other sequences.
///
/// - Parameters:
///   - keys: (sequences, keyCount); values: (sequences, valueCount).
///   - length: the number of tokens in the first sequence; only these are copied.
public func spreadFirstSequence(
  keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>, _ layout: CacheLayout, sequenceCount: Int,
  length: Int
) {
  let keyCount = (length + laneCount - 1) / laneCount * laneCount * layout.headSize
  for sequence in stride(from: 1, to: sequenceCount, by: 1) {
    for group in 0..<layout.groupCount {
      let from = keys + group * layout.groupKeys
      (from + sequence * layout.keyCount).update(from: from, count: keyCount)
    }
    for panel in 0..<layout.groupCount * layout.channelPanels {
      let from = values + panel * layout.channelPanel
      (from + sequence * layout.valueCount).update(from: from, count: length * laneCount)
    }
  }
}
