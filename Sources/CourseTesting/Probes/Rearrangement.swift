/// How the right numbers are there, but not in their places: rows, steps, parts or gates exchanged,
/// shifted, reversed or transposed, or some of them standing for others.
struct Rearrangement {
  let clause: String

  /// What holds for all numbers of a comparison, the plainest first.
  init?(of all: Comparison) {
    let wrong = all.wrong
    guard wrong.count > 1, wrong.allSatisfy({ $0.yours.isFinite && $0.right.isFinite }) else {
      return nil
    }
    let moved = all.axes.indices.lazy.compactMap { Slices(of: all, on: $0)?.rearrangement }.first
    guard let clause = Self.transposition(all) ?? moved else { return nil }
    self.clause = clause
  }

  private static func transposition(_ all: Comparison) -> String? {
    guard let row = all.axis("row"), let column = all.axis("column") else { return nil }
    var right: [[Int?]: Double] = [:]
    for number in all.numbers { right[number.at] = number.right }
    for number in all.numbers {
      var place = number.at
      place.swapAt(row, column)
      guard let value = right[place], all.isSame(number.yours, value) else { return nil }
    }
    let isPlain = all.numbers.allSatisfy { $0.right == $0.right.rounded() }
    guard distinct(all.wrong.map(\.yours)) >= (isPlain ? 4 : 2) else { return nil }
    return "rows and columns are exchanged (this is the transpose)"
  }
}

/// A result cut along one axis: the numbers of each row, of each step, of each part.
private struct Slices {
  let all: Comparison
  let axis: Int
  let indices: [Int]
  /// Of each index, yours and the right numbers by their other coordinates.
  private var yours: [Int: [[Int?]: Double]] = [:]
  private var right: [Int: [[Int?]: Double]] = [:]
  private var isWrong: [Int: Bool] = [:]

  init?(of all: Comparison, on axis: Int) {
    (self.all, self.axis) = (all, axis)
    indices = all.indices(on: axis, in: all.numbers)
    guard (2...64).contains(indices.count), all.numbers.allSatisfy({ $0.at[axis] != nil }) else {
      return nil
    }
    for number in all.numbers {
      let index = number.at[axis]!
      var place = number.at
      place[axis] = nil
      yours[index, default: [:]][place] = number.yours
      right[index, default: [:]][place] = number.right
      if number.isWrong { isWrong[index] = true }
    }
  }

  /// Whether yours at an index is what belongs to another.
  private func holds(_ index: Int, what other: Int) -> Bool {
    guard let mine = yours[index], let theirs = right[other], mine.count == theirs.count else {
      return false
    }
    return mine.allSatisfy { place, number in
      theirs[place].map { all.isSame(number, $0) } ?? false
    }
  }

  /// Whether the slices that are wrong and explained have numbers enough to tell: with whole
  /// numbers, as of symbols, many places agree by luck.
  private func tells(_ indices: some Sequence<Int>) -> Bool {
    let values = indices.filter { isWrong[$0] == true }.flatMap { index in
      yours[index]!.filter { !all.isSame($0.value, right[index]![$0.key]!) }.map(\.value)
    }.filter { $0 != 0 }
    if values.allSatisfy({ $0 == $0.rounded() }) { return distinct(values) > 2 && values.count > 5 }
    return distinct(values) > 1
  }

  var rearrangement: String? { shift ?? reversal ?? oneForAll ?? exchange ?? same }

  private var name: String { all.axes[axis].name }

  private func label(_ index: Int) -> String {
    let names = all.axes[axis].names
    if names.indices.contains(index) { return "the \(names[index])" }
    return "\(name) \(index)"
  }

  private var shift: String? {
    guard all.axes[axis].names.isEmpty, indices.count > 2 else { return nil }
    for distance in [1, -1, 2, -2] where indices.count > abs(distance) + 1 {
      let own = indices.filter { indices.contains($0 - distance) }
      guard own.allSatisfy({ holds($0, what: $0 - distance) }), tells(own) else { continue }
      let others = abs(distance) == 1 ? "" : " by two"
      return "each \(name) holds what belongs to the \(name) \(distance > 0 ? "before" : "after")"
        + others.replacing(" by two", with: " the \(distance > 0 ? "last" : "next")")
    }
    return nil
  }

  private var reversal: String? {
    guard indices.count > 2, all.axes[axis].names.isEmpty,
      zip(indices, indices.reversed()).allSatisfy({ holds($0, what: $1) }), tells(indices)
    else { return nil }
    return "the \(plural(name)) are in reverse order"
  }

  private var oneForAll: String? {
    guard indices.count > 1 else { return nil }
    let source = indices.first { other in indices.allSatisfy { holds($0, what: other) } }
    guard let source, tells(indices) else { return nil }
    return "every \(name) holds what belongs to \(label(source))"
  }

  /// Each wrong slice holds what belongs to one other.
  private var exchange: String? {
    // Single whole numbers, as symbols are, stand in many places.
    let isPlain = all.numbers.allSatisfy { $0.right == $0.right.rounded() }
    if isPlain, yours.values.contains(where: { $0.count < 2 }) { return nil }
    var sources: [(index: Int, source: Int)] = []
    for index in indices where isWrong[index] == true {
      let possible = indices.filter { $0 != index && holds(index, what: $0) }
      guard possible.count == 1 else { return nil }
      sources.append((index, possible[0]))
    }
    guard let first = sources.first, tells(sources.map(\.index)) else { return nil }
    if sources.count == 2, sources[1].index == first.source, sources[1].source == first.index {
      return "\(label(first.index)) and \(label(first.source)) are exchanged"
    }
    let told = sources.prefix(3).map {
      "\(label($0.index)) holds what belongs to \(label($0.source))"
    }
    if sources.count > 3 {
      return "the \(plural(name)) are in another order: " + told.prefix(2).joined(separator: ", ")
    }
    return told.joined(separator: ", ")
  }

  /// Yours are all alike, and the right ones are not.
  private var same: String? {
    guard let first = yours[indices[0]], first.count * indices.count >= 4, indices.count > 1,
      ["row", "step", "unit", "gate"].contains(name), first.values.contains(where: { $0 != 0 }),
      distinct(Array(first.values)) > 1 || indices.count > 2,
      indices.dropFirst().allSatisfy({ index in
        yours[index]!.count == first.count
          && first.allSatisfy { all.isSame(yours[index]![$0.key] ?? .nan, $0.value) }
      }),
      !indices.dropFirst().allSatisfy({ index in
        right[indices[0]]!.allSatisfy { all.isSame(right[index]![$0.key] ?? .nan, $0.value) }
      })
    else { return nil }
    return "all \(plural(name)) are equal, which they should not be"
  }
}
