import LinearAlgebra

/// What a function gives when one thing that goes into it is changed, and what it should give then.
///
/// The reader's code is called again for it, and so only after the failure has been told: it might
/// stop the program.
public struct Variation<Value> {
  /// What was changed: `h(t-1)`; `row 0 of h(t-1)`; nil where nothing was.
  let name: String?
  /// The row that alone was changed, where rows are sequences of their own.
  let row: Int?
  let yours, right: Value
}

/// The variations of a matrix: nothing changed, all of it, and its first row alone.
///
/// - Parameters:
///   - name: what the page calls it: `U`, `h(t-1)`.
///   - matrix: what goes in, of any shape.
///   - hasSequences: whether each row is a sequence of its own.
///   - yours: what the reader's code makes of another in its place.
///   - right: what the reference makes of it.
public func vary<Value>(
  _ name: String, _ matrix: Matrix, hasSequences: Bool = false, yours: (Matrix) -> Value,
  right: (Matrix) -> Value
) -> [Variation<Value>] {
  let moved = matrix.map { $0 * 0.75 + 0.375 }
  var variations = [
    Variation(name: nil, row: nil, yours: yours(matrix), right: right(matrix)),
    Variation(name: name, row: nil, yours: yours(moved), right: right(moved)),
  ]
  if hasSequences, matrix.rows > 1 {
    var one = matrix
    for column in 0..<matrix.columns { one[0, column] = moved[0, column] }
    variations.append(
      Variation(name: "row 0 of \(name)", row: 0, yours: yours(one), right: right(one)))
  }
  return variations
}

/// The sentence for the first variation that shows something: equal calls that differ, a change that
/// changes nothing, a sequence that changes with another.
func varied<Value: Checkable>(
  _ yours: Value, _ right: Value, _ variations: [Variation<Value>], within tolerance: Double
) -> String? {
  func numbers(_ value: Value) -> [Double]? {
    value.checkedShape == right.checkedShape ? value.checkedEntries.map(\.value) : nil
  }
  guard let mine = numbers(yours), let theirs = numbers(right),
    mine.count <= 1_000, mine.allSatisfy(\.isFinite)
  else { return nil }
  func changes(_ new: Value, _ old: [Double]) -> [Bool]? {
    numbers(new).map { zip($0, old).map { !isClose($0, $1, tolerance) } }
  }
  var reader = PlaceReader()
  let places = right.checkedEntries.map { reader.read($0.place) }
  let rowAxis = reader.axes.firstIndex { $0.name == "row" }
  for variation in variations {
    guard let new = numbers(variation.yours), let moved = changes(variation.right, theirs) else {
      continue
    }
    guard let name = variation.name else {
      if new.contains(where: \.isNaN) || new == mine { continue }
      return "Two equal calls give different results."
    }
    if new == mine, moved.count(where: \.self) * 2 > moved.count {
      return "It does not change when \(name) does."
    }
    guard let row = variation.row, let rowAxis else { continue }
    // A row is a sequence of its own where the right ones say so.
    let others = places.indices.filter { index in
      rowAxis < places[index].count && places[index][rowAxis].map { $0 != row } ?? false
    }
    if others.contains(where: { moved[$0] }) { continue }
    if let changed = others.first(where: { !isClose(new[$0], mine[$0], tolerance) }),
      let other = places[changed][rowAxis]
    {
      return "Row \(other) changes when \(name) does; each row is a sequence of its own."
    }
  }
  return nil
}
