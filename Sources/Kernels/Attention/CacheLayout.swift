import Numerics

/// How the keys and values of sequences that grow token by token lie in memory.
///
/// Both lie in panels of sixteen floats, so that a query reads them front to back and needs no sum across lanes. Keys
/// of one group: (T / 16, D, 16), a panel for each sixteen times. Values of one group: (D / 16, T, 16), a panel for
/// each sixteen channels. T and D are rounded up.
public struct CacheLayout: Sendable {
  let groupCount, headSize, timePanels, channelPanels: Int

  /// A layout for sequences of up to `capacity` tokens with G groups of D channels.
  public init(groupCount: Int, headSize: Int, capacity: Int) {
    self.groupCount = groupCount
    self.headSize = headSize
    timePanels = (capacity + laneCount - 1) / laneCount
    channelPanels = (headSize + laneCount - 1) / laneCount
  }

  /// The floats that the keys of one sequence take.
  public var keyCount: Int { groupCount * groupKeys }
  /// The floats that the values of one sequence take.
  public var valueCount: Int { groupCount * groupValues }

  /// The floats that the keys and the values of one group take.
  var groupKeys: Int { paddedTime * headSize }
  var groupValues: Int { channelPanels * channelPanel }
  /// The floats of sixteen channels of values.
  var channelPanel: Int { paddedTime * laneCount }
  var paddedTime: Int { timePanels * laneCount }
}

/// Gives the other sequences of a cache the keys and values that the first one has.
///
/// - Parameters:
///   - keys: (sequences, keyCount); values: (sequences, valueCount).
///   - length: the tokens that the first sequence has; only these are copied.
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
