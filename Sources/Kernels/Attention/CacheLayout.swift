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

/// Copies the keys and values of one sequence of a cache to another.
///
/// - Parameters:
///   - keys: (sequences, keyCount); values: (sequences, valueCount).
///   - length: the number of tokens in the sequence; only these are copied.
public func copySequence(
  keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>, _ layout: CacheLayout, from source: Int,
  to target: Int, length: Int
) {
  let keyCount = (length + laneCount - 1) / laneCount * laneCount * layout.headSize
  for group in 0..<layout.groupCount {
    let from = keys + group * layout.groupKeys
    (from + target * layout.keyCount).update(from: from + source * layout.keyCount, count: keyCount)
  }
  for panel in 0..<layout.groupCount * layout.channelPanels {
    let from = values + panel * layout.channelPanel
    (from + target * layout.valueCount).update(from: from + source * layout.valueCount, count: length * laneCount)
  }
}

/// Removes the oldest tokens of the first sequences of a cache and moves the others up.
///
/// - Parameters:
///   - keys: (sequences, keyCount); values: (sequences, valueCount).
///   - count: the number of tokens to remove, a multiple of sixteen.
///   - length: the number of tokens in each sequence.
public func dropOldest(
  keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>, _ layout: CacheLayout, sequenceCount: Int,
  count: Int, length: Int
) {
  guard count > 0 else { return }
  let panels = (length - count + laneCount - 1) / laneCount, panel = laneCount * layout.headSize
  for group in 0..<sequenceCount * layout.groupCount {
    let keys = keys + group * layout.groupKeys
    keys.update(from: keys + count / laneCount * panel, count: panels * panel)
  }
  for number in 0..<sequenceCount * layout.groupCount * layout.channelPanels {
    let values = values + number * layout.channelPanel
    values.update(from: values + count * laneCount, count: (length - count) * laneCount)
  }
}
