/// A number of a result beside the right one, with its place taken apart.
struct PairedNumber {
  let yours, right: Double
  let isWrong: Bool
  /// Its index on each axis of the comparison; nil on an axis that its part does not have.
  var at: [Int?]
}

/// A result beside the right one, number by number, for the probes: what is true of all numbers, or
/// of all that are wrong, is worth saying where no known mistake explains them.
struct Comparison {
  /// What places count: rows, steps, the parts of a result.
  struct Axis {
    /// `row`, `step`; `part` for the parts, `gate` for the blocks of columns that have names.
    let name: String
    /// The names of its indices, where they have some.
    var names: [String] = []
  }

  private(set) var axes: [Axis]
  private(set) var numbers: [PairedNumber]
  let tolerance: Double

  var wrong: [PairedNumber] { numbers.filter(\.isWrong) }

  /// Nil where the shapes differ, or there are so many numbers that to look through them would keep
  /// a reader waiting.
  ///
  /// - Parameter blocks: the names of the blocks that the columns of weights fall into, if any.
  init?<Value: Checkable>(
    _ yours: Value, _ right: Value, within tolerance: Double, blocks: [String] = []
  ) {
    let (mine, theirs) = (yours.checkedEntries, right.checkedEntries)
    guard yours.checkedShape == right.checkedShape, mine.count == theirs.count,
      (1...1_000).contains(mine.count)
    else { return nil }
    self.tolerance = tolerance
    var reader = PlaceReader()
    let places = theirs.map { reader.read($0.place) }
    let axes = reader.axes
    self.axes = axes
    numbers = zip(zip(mine, theirs), places).map { pair, place in
      PairedNumber(
        yours: pair.0.value, right: pair.1.value,
        isWrong: !isClose(pair.0.value, pair.1.value, tolerance),
        at: axes.indices.map { $0 < place.count ? place[$0] : nil })
    }
    if !blocks.isEmpty { cut(into: blocks) }
  }

  /// The axis of this name.
  func axis(_ name: String) -> Int? { axes.firstIndex { $0.name == name } }

  /// The indices that occur on an axis, in order.
  func indices(on axis: Int, in numbers: [PairedNumber]) -> [Int] {
    Set(numbers.compactMap { $0.at[axis] }).sorted()
  }

  func isSame(_ number: Double, _ other: Double) -> Bool {
    isClose(number, other, max(tolerance, 1e-9))
  }

  /// The same numbers, or some of them, as a comparison of their own.
  func only(_ kept: [PairedNumber]) -> Comparison {
    var copy = self
    copy.numbers = kept
    return copy
  }

  /// Has the columns of weights and biases counted within their blocks.
  private mutating func cut(into blocks: [String]) {
    guard let column = axis("column") else { return }
    let (gate, unit) = (axes.count, axes.count + 1)
    axes += [Axis(name: "gate", names: blocks), Axis(name: "unit")]
    let parts = axes[0].names
    for part in parts.indices {
      let name = parts[part]
      let own = numbers.indices.filter { numbers[$0].at[0] == part }
      let width = (own.compactMap { numbers[$0].at[column] }.max() ?? -1) + 1
      let hasBlocks =
        (name.isEmpty || name.hasSuffix("weights") || name == "bias") && width > 0
        && width % blocks.count == 0
      for place in own {
        numbers[place].at += [nil, nil]
        guard hasBlocks, let index = numbers[place].at[column] else { continue }
        let size = width / blocks.count
        numbers[place].at[column] = nil
        numbers[place].at[gate] = index / size
        numbers[place].at[unit] = index % size
      }
    }
  }
}

/// Takes places apart: `cell state, row 0, column 2` is part 0, called `cell state`, row 0 and
/// column 2. Words are looked up, since the same few stand in every place.
struct PlaceReader {
  private(set) var axes = [Comparison.Axis(name: "part")]
  private var known: [Substring: (axis: Int, index: Int, rest: String)?] = [:]

  mutating func read(_ place: String) -> [Int?] {
    var at = [Int?](repeating: nil, count: axes.count)
    var part: [String] = []
    for phrase in place.split(separator: ",") {
      guard let found = coordinate(phrase) else {
        part.append(phrase.drop { $0 == " " }.description)
        continue
      }
      while at.count <= found.axis { at.append(nil) }
      at[found.axis] = found.index
      if !found.rest.isEmpty { part.append(found.rest) }
    }
    let name = part.joined(separator: ", ")
    if let index = axes[0].names.firstIndex(of: name) {
      at[0] = index
    } else {
      at[0] = axes[0].names.count
      axes[0].names.append(name)
    }
    return at
  }

  /// `row 3`, `input of step 3`, `2 steps back`, `column 1 of the table`.
  private mutating func coordinate(
    _ phrase: Substring
  ) -> (axis: Int, index: Int, rest: String)? {
    if let known = known[phrase] { return known }
    var words = phrase.split(separator: " ").map(String.init)
    guard let place = words.firstIndex(where: { Int($0) != nil }), let index = Int(words[place])
    else {
      known[phrase] = .some(nil)
      return nil
    }
    let name: String
    if place > 0 {
      name = words[place - 1]
      words.removeSubrange(place - 1...place)
    } else {
      name = "steps back"
      words = []
    }
    if ["of", "after"].contains(words.last) { words.removeLast() }
    if words.first == "of" { words.removeFirst() }
    let axis = axes.firstIndex { $0.name == name } ?? axes.count
    if axis == axes.count { axes.append(Comparison.Axis(name: name)) }
    let found = (axis, index, words.joined(separator: " "))
    known[phrase] = .some(found)
    return found
  }
}
