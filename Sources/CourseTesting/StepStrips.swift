import HeatStrips

extension HeatStrip {
  /// One part of a result, step by step.
  public static func perStep<Value: Checkable>(
    _ part: String, _ yours: [Value], _ expected: [Value], firstStep: Int = 1,
    within tolerance: Double = 1e-9, note: String? = nil
  ) -> HeatStrip? {
    guard yours.count > 1, yours.count == expected.count else { return nil }
    let errors = zip(yours, expected).map { largestError($0, $1, within: tolerance) }
    return HeatStrip(
      rows: [Row(part: part, errors: errors)], steps: errors.count, firstStep: firstStep, note: note
    )
  }
}

extension Array where Element: Checkable {
  /// A sequence in time says at which steps it is wrong, and in which of each step's parts. The
  /// rows of a batch count as one.
  public func strip(against expected: [Element], within tolerance: Double) -> HeatStrip? {
    guard Element.placeName == "step", count > 1, count == expected.count else { return nil }
    let pairs = zip(self, expected).map { yours, expected in
      [(CheckedEntry, CheckedEntry)](zip(yours.checkedEntries, expected.checkedEntries))
    }
    // Of many units only the parts that they are in are shown.
    for hidden in [["row "], ["row ", "column "]] {
      var parts: [String] = []
      for pair in pairs.joined() {
        let part = name(of: pair.0.place, without: hidden)
        if !parts.contains(part) { parts.append(part) }
      }
      if parts.count > 12, hidden.count == 1 { continue }
      let rows = parts.map { part in
        HeatStrip.Row(
          part: part,
          errors: pairs.map { step in
            largestError(step.filter { name(of: $0.0.place, without: hidden) == part }, tolerance)
          })
      }
      return HeatStrip(rows: rows, steps: count)
    }
    return nil
  }
}

/// What is left of `cell state, row 0, column 2` without some of its coordinates.
private func name(of place: String, without hidden: [String]) -> String {
  let parts = place.split(separator: ",").map { $0.drop { $0 == " " } }
  let kept = parts.filter { part in !hidden.contains { part.hasPrefix($0) } }
  return kept.isEmpty ? "value" : kept.joined(separator: " ")
}
