/// Returns at most `count` of some items, spread evenly, with the first and the last among them: a page stays small.
///
///     spread([1, 2, 3, 4, 5], count: 3)    // [1, 3, 5]
package func spread<Item>(_ items: [Item], count: Int) -> [Item] {
  guard count < items.count else { return items }
  guard count > 1 else { return count == 1 ? [items[0]] : [] }
  return (0..<count).map { items[$0 * (items.count - 1) / (count - 1)] }
}
