/// A binary heap: elements go in in any order, and the smallest comes out first.
struct MinimumHeap<Element: Comparable> {
  private var elements: [Element] = []

  /// Creates an empty heap.
  init() {}

  /// Creates a heap of these elements, in time proportional to their number.
  init(_ elements: [Element]) {
    self.elements = elements
    for i in (0..<elements.count / 2).reversed() { sink(i) }
  }

  /// Adds an element, in time proportional to the logarithm of their number.
  mutating func insert(_ element: Element) {
    elements.append(element)
    var i = elements.count - 1
    while i > 0, element < elements[(i - 1) / 2] {
      elements[i] = elements[(i - 1) / 2]
      i = (i - 1) / 2
    }
    elements[i] = element
  }

  /// Removes the smallest element and returns it; nil if there is none.
  mutating func removeFirst() -> Element? {
    guard let first = elements.first else { return nil }
    let last = elements.removeLast()
    if !elements.isEmpty {
      elements[0] = last
      sink(0)
    }
    return first
  }

  private mutating func sink(_ start: Int) {
    var i = start
    let element = elements[i], count = elements.count
    while 2 * i + 1 < count {
      var child = 2 * i + 1
      if child + 1 < count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < element else { break }
      elements[i] = elements[child]
      i = child
    }
    elements[i] = element
  }
}
