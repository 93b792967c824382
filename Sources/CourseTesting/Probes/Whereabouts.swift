/// Where a result is wrong: in which part, at which steps, in which rows, or where the right number
/// is of some kind.
struct Whereabouts {
  /// The sentence on its own, without its full stop: `Wrong only in row 0`.
  let sentence: String
  /// Whether each number there is wrong.
  let isWhole: Bool
  /// Whether it is told by a kind of right number.
  private(set) var isKind = false

  /// Nil where everything is wrong, or nothing that is short describes what is.
  init?(of all: Comparison) {
    let wrong = all.wrong
    guard !wrong.isEmpty, wrong.count < all.numbers.count, all.numbers.count > 3 else { return nil }
    var scope = all.numbers
    var phrases: [String] = []
    var exception: String?
    let order = ["part", "gate", "step"]
    let named = order.compactMap { all.axis($0) }
    for axis in named + all.axes.indices.filter({ !order.contains(all.axes[$0].name) }) {
      let every = all.indices(on: axis, in: scope)
      let hit = all.indices(on: axis, in: wrong)
      guard hit.count < every.count, wrong.allSatisfy({ $0.at[axis] != nil }),
        let phrase = Self.phrase(all.axes[axis], hit, every)
      else { continue }
      if every.count - hit.count == 1, every.count > 2, phrases.isEmpty {
        let left = every.first { !hit.contains($0) }!
        exception = Self.place(all.axes[axis], left)
      } else {
        exception = nil
      }
      phrases.append(phrase)
      scope = scope.filter { $0.at[axis].map { hit.contains($0) } ?? false }
    }
    let isWhole = phrases.isEmpty ? false : scope.allSatisfy(\.isWrong)
    let condition = isWhole ? nil : Self.condition(all)
    if !phrases.isEmpty, condition == nil {
      self.isWhole = isWhole
      if phrases.count == 1, isWhole, let exception {
        sentence = "Right only \(exception)"
      } else {
        sentence = "Wrong only \(phrases.joined(separator: ", "))"
          .replacing("only everywhere", with: "everywhere")
      }
      return
    }
    guard let condition else { return nil }
    (sentence, self.isWhole, isKind) = (condition, true, true)
  }

  // MARK: Rows, steps, parts

  /// `in row 0`, `from step 3 on`; nil for what takes too many words.
  private static func phrase(_ axis: Comparison.Axis, _ hit: [Int], _ every: [Int]) -> String? {
    if hit.count == 1 { return place(axis, hit[0]) }
    if !axis.names.isEmpty {
      guard hit.count <= 3 else {
        let left = every.filter { !hit.contains($0) }
        return left.count > 3 ? nil : "everywhere but in \(listed(left.map { name(axis, $0) }))"
      }
      return "in \(listed(hit.map { name(axis, $0) }))"
    }
    let preposition = axis.name == "step" ? "at" : "in"
    if every.count - hit.count == 1, let left = every.first(where: { !hit.contains($0) }) {
      let which =
        left == every.first ? "the first" : left == every.last ? "the last" : "\(axis.name) \(left)"
      return "\(preposition) every \(axis.name) but \(which)"
    }
    let isEnd = hit == Array(every.suffix(hit.count))
    if isEnd { return "from \(axis.name) \(hit[0]) on" }
    if hit == Array(every.prefix(hit.count)) {
      return "up to \(axis.name) \(hit[hit.count - 1])"
    }
    guard hit.count <= 3 else { return nil }
    return "\(preposition) \(plural(axis.name)) \(listed(hit.map { "\($0)" }))"
  }

  private static func place(_ axis: Comparison.Axis, _ index: Int) -> String {
    let preposition = axis.name == "step" ? "at" : axis.name == "steps back" ? "" : "in"
    if axis.name == "steps back" { return "\(index) \(index == 1 ? "step" : "steps") back" }
    return "\(preposition) \(name(axis, index))"
  }

  private static func name(_ axis: Comparison.Axis, _ index: Int) -> String {
    guard axis.names.indices.contains(index) else { return "\(axis.name) \(index)" }
    let name = axis.names[index]
    let part = name.isEmpty ? "rest" : name
    return part.hasPrefix("the ") ? part : "the \(part)"
  }

  // MARK: Kinds of right numbers

  /// A property of the right number that all wrong ones have and no other.
  private static func condition(_ all: Comparison) -> String? {
    let (wrong, right) = (all.wrong, all.numbers.filter { !$0.isWrong })
    guard wrong.allSatisfy({ $0.right.isFinite }), right.allSatisfy({ $0.right.isFinite }) else {
      return nil
    }
    func divides(_ holds: (PairedNumber) -> Bool) -> Bool {
      wrong.count > 2 && right.count > 2 && wrong.allSatisfy(holds)
        && !right.contains(where: holds)
    }
    if divides({ $0.right < 0 }) { return "Wrong only where the right value is negative" }
    if divides({ $0.right > 0 }) { return "Wrong only where the right value is positive" }
    if divides({ $0.right == 0 }) { return "Wrong only where the right value is 0" }
    if divides({ $0.right != 0 }) { return "Right only where the right value is 0" }
    return diagonal(all) ?? size(wrong, right)
  }

  private static func diagonal(_ all: Comparison) -> String? {
    guard let row = all.axis("row"), let column = all.axis("column"), all.axes.count == 3,
      all.numbers.count > 8
    else { return nil }
    let onIt = all.numbers.filter { $0.at[row] == $0.at[column] }
    guard onIt.count * onIt.count == all.numbers.count else { return nil }
    if onIt.allSatisfy(\.isWrong), all.wrong.count == onIt.count {
      return "Wrong only on the diagonal"
    }
    let others = all.numbers.filter { $0.at[row] != $0.at[column] }
    return others.allSatisfy(\.isWrong) && all.wrong.count == others.count
      ? "Right only on the diagonal" : nil
  }

  /// A bound between the right numbers of the wrong values and those of the others. That it parts
  /// them by luck is one chance in as many as there are ways to choose so many of them.
  private static func size(_ wrong: [PairedNumber], _ right: [PairedNumber]) -> String? {
    guard ways(wrong.count, right.count) > 1_000 else { return nil }
    let measures: [(of: (PairedNumber) -> Double, words: String)] = [
      ({ abs($0.right) }, " in size"), ({ $0.right }, ""),
    ]
    for measure in measures {
      let (mine, theirs) = (wrong.map(measure.of), right.map(measure.of))
      if let bound = bound(above: theirs, below: mine) {
        return "Wrong only where the right value is above \(bound)\(measure.words)"
      }
      if let bound = bound(above: mine, below: theirs) {
        return "Wrong only where the right value is below \(bound)\(measure.words)"
      }
    }
    return nil
  }

  /// In how many ways some can be chosen from them and the others.
  static func ways(_ some: Int, _ others: Int) -> Double {
    (0..<min(some, others)).reduce(1) { $0 * Double(some + others - $1) / Double($1 + 1) }
  }

  /// Three digits of a number between these, if it stands between them.
  static func bound(above low: [Double], below high: [Double]) -> String? {
    guard let low = low.max(), let high = high.min(), low < high else { return nil }
    let text = short((low + high) / 2)
    guard let bound = Double(text), low < bound, bound < high else { return nil }
    return text
  }
}

/// `a`, `a and b`, `a, b and c`.
private func listed(_ words: [String]) -> String {
  if words.count < 2 { return words.joined() }
  return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
}
