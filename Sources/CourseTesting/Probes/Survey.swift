/// What the other cases of a random test tell of a result that is wrong in one: which of them come
/// out right, and what holds for the numbers of all.
struct Survey {
  /// One for each case whose result has the right shape.
  private(set) var cases: [Comparison] = []
  /// What the suite says of each case, such as how many rows it has.
  private var facts: [KeyValuePairs<String, Double>] = []
  private var hasOtherShapes = false

  private var numbers: Int { cases.reduce(0) { $0 + $1.numbers.count } }

  /// How many cases are looked at: more would keep a reader waiting.
  static let limit = 24

  mutating func add<Value: Checkable>(
    _ yours: Value, _ right: Value, within tolerance: Double, blocks: [String],
    given: KeyValuePairs<String, Double>
  ) {
    // What is enough to tell by must not keep a reader waiting.
    if numbers >= 2_000 { return }
    if let all = Comparison(yours, right, within: tolerance, blocks: blocks) {
      cases.append(all)
      facts.append(given)
    } else {
      hasOtherShapes = true
    }
  }

  /// The first thing that holds for all cases; nil where nothing does, or there are too few.
  var sentence: String? {
    guard cases.count > 3, !hasOtherShapes else { return nil }
    return ofShapes ?? ofFacts ?? ofNumbers
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

  /// That the cases are right in which a number that the suite gives is small, or large.
  private var ofFacts: String? {
    guard let first = facts.first, cases.contains(where: { $0.wrong.isEmpty }) else { return nil }
    for (index, fact) in first.enumerated() {
      let values = zip(facts, cases).map { given, all in
        (size: given[index].value, isWrong: !all.wrong.isEmpty)
      }
      if let counts = values.map({ Int(exactly: $0.size) }) as? [Int],
        counts.allSatisfy({ $0 >= 0 }),
        !counts.isEmpty
      {
        let sizes = zip(counts, values).map { (size: $0, isWrong: $1.isWrong) }
        if let words = separation(of: sizes, by: fact.key, "") { return words }
        continue
      }
      let (wrong, right) = (values.filter(\.isWrong), values.filter { !$0.isWrong })
      guard Whereabouts.ways(wrong.count, right.count) > 1_000 else { continue }
      for (low, high, side) in [(right, wrong, "above"), (wrong, right, "below")] {
        guard let bound = Whereabouts.bound(above: low.map(\.size), below: high.map(\.size)) else {
          continue
        }
        return "Wrong only in the \(wrong.count) of \(values.count) cases with \(fact.key) "
          + "\(side) \(bound)."
      }
    }
    return nil
  }

  private func separation(
    of sizes: [(size: Int, isWrong: Bool)], by name: String, _ whose: String
  ) -> String? {
    let (none, some) = (sizes.filter { $0.size == 0 }, sizes.filter { $0.size > 0 })
    if none.count > 1, !none.contains(where: \.isWrong), some.count > 2, some.allSatisfy(\.isWrong)
    {
      return
        "Right in the \(none.count) cases without a \(name)\(whose), wrong in all \(some.count) "
        + "with one or more."
    }
    let (few, many) = (sizes.filter { $0.size == 1 }, sizes.filter { $0.size > 1 })
    if let words = threshold(in: sizes, by: name, whose) { return words }
    guard few.count > 1, many.count > 2, few.count + many.count == sizes.count else { return nil }
    let wrong = many.count(where: \.isWrong)
    // That the few are among the right cases by luck must be unlikely.
    let right = sizes.count - wrong
    let luck = few.indices.reduce(1) { $0 * Double(right - $1) / Double(sizes.count - $1) }
    if luck > 1.0 / 150, wrong > 0 { return nil }
    if !few.contains(where: \.isWrong), wrong > 2, wrong * 5 > many.count * 4 {
      let which = wrong == many.count ? "all \(wrong)" : "\(wrong) of the \(many.count)"
      let right = few.count == 2 ? "both" : "all \(few.count)"
      return "Right in \(right) cases of one \(name)\(whose), wrong in \(which) with more."
    }
    if few.count > 2, few.allSatisfy(\.isWrong), wrong == 0 {
      return "Wrong only in the \(few.count) cases of one \(name)\(whose), right in all "
        + "\(many.count) with more."
    }
    return nil
  }

  /// A size up to which all cases are right, and beyond which none is.
  private func threshold(
    in sizes: [(size: Int, isWrong: Bool)], by name: String, _ whose: String
  ) -> String? {
    let (wrong, right) = (sizes.filter(\.isWrong), sizes.filter { !$0.isWrong })
    guard let most = right.map(\.size).max(), let least = wrong.map(\.size).min(), most > 1,
      most < least, Whereabouts.ways(wrong.count, right.count) > 1_000
    else { return nil }
    return
      "Right in the \(right.count) cases of up to \(most) \(plural(name))\(whose), wrong in all "
      + "\(wrong.count) with more."
  }

  // MARK: What holds for all numbers

  private var ofNumbers: String? {
    guard let all = pooled, let words = Observation.pooled(all) else { return nil }
    return "In \(cases.count) cases: \(words)"
  }

  /// The numbers of all cases as those of one result.
  private var pooled: Comparison? {
    guard let first = cases.first, numbers <= 3_000,
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
