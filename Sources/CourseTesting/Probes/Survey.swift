/// What the other cases of a random test tell of a result that is wrong in one: which of them come
/// out right, and what holds for the numbers of all.
struct Survey {
  /// One for each case whose result has the right shape.
  private(set) var cases: [Comparison] = []
  private var hasOtherShapes = false

  /// How many cases are looked at: more would keep a reader waiting.
  static let limit = 24

  mutating func add<Value: Checkable>(
    _ yours: Value, _ right: Value, within tolerance: Double, blocks: [String]
  ) {
    if let all = Comparison(yours, right, within: tolerance, blocks: blocks) {
      cases.append(all)
    } else {
      hasOtherShapes = true
    }
  }

  /// The first thing that holds for all cases; nil where nothing does, or there are too few.
  var sentence: String? {
    guard cases.count > 3, !hasOtherShapes else { return nil }
    return ofShapes ?? ofNumbers
  }

  // MARK: Which cases are right

  /// That the cases are right in which there is one row, one step, one unit, or several.
  private var ofShapes: String? {
    let (axes, parts) = (cases[0].axes, cases[0].axes[0].names)
    for name in ["row", "step", "entry", "column", "unit"] {
      guard axes.contains(where: { $0.name == name }) else { continue }
      for part in parts.indices {
        let whose = parts.count == 1 || name == "step" ? "" : " of the \(parts[part])"
        let sizes = cases.map { (size: $0.size(of: name, in: part), isWrong: !$0.wrong.isEmpty) }
        if let words = separation(of: sizes, by: name, whose) { return words }
      }
    }
    return nil
  }

  private func separation(
    of sizes: [(size: Int, isWrong: Bool)], by name: String, _ whose: String
  ) -> String? {
    let (few, many) = (sizes.filter { $0.size == 1 }, sizes.filter { $0.size > 1 })
    guard few.count > 1, many.count > 2, few.count + many.count == sizes.count else { return nil }
    let wrong = many.count(where: \.isWrong)
    if !few.contains(where: \.isWrong), wrong > 2, wrong * 5 > many.count * 4 {
      let which = wrong == many.count ? "all \(wrong)" : "\(wrong) of the \(many.count)"
      return "Right in all \(few.count) cases of one \(name)\(whose), wrong in \(which) with more."
    }
    if few.count > 2, few.allSatisfy(\.isWrong), wrong == 0 {
      return "Wrong only in the \(few.count) cases of one \(name)\(whose), right in all "
        + "\(many.count) with more."
    }
    return nil
  }

  // MARK: What holds for all numbers

  private var ofNumbers: String? {
    guard let all = pooled, let words = Observation.pooled(all) else { return nil }
    return "In \(cases.count) cases: \(words)"
  }

  /// The numbers of all cases as those of one result.
  private var pooled: Comparison? {
    guard let first = cases.first, cases.reduce(0, { $0 + $1.numbers.count }) <= 2_000,
      cases.allSatisfy({ $0.axes.map(\.name) == first.axes.map(\.name) }),
      cases.allSatisfy({ $0.axes[0].names == first.axes[0].names })
    else { return nil }
    return first.only(cases.flatMap(\.numbers))
  }
}

extension Comparison {
  /// How many rows, steps or others a part of the result has.
  fileprivate func size(of name: String, in part: Int) -> Int {
    guard let axis = axis(name) else { return 0 }
    return indices(on: axis, in: numbers.filter { $0.at[0] == part }).count
  }
}
