extension HeatStrip {
  /// Where the errors are, as a sentence without its full stop: `Wrong only in the forget gate's
  /// block of U, at every step, more towards the first`. Nil where nothing is wrong.
  public var pattern: String? {
    let wrong = rows.filter(\.isWrong)
    if wrong.isEmpty { return nil }
    let place = wrong.count == rows.count ? "Wrong" : self.place(of: wrong)
    let timed = wrong.filter(hasTime)
    let whose = timed.count < wrong.count ? listed(names(of: timed)) + " " : ""
    let when = timePhrase(timed)
    let time = when.isEmpty ? "" : whose + when
    if wrong.count < rows.count { return time.isEmpty ? place : "\(place), \(time)" }
    if time.isEmpty { return "Wrong in every part" }
    return rows.count == 1 ? "\(place) \(time)" : "\(place) in every part, \(time)"
  }

  // MARK: Which parts

  /// The wrong parts, or the right ones where these take far fewer words. Three of four parts are
  /// no longer "only" some.
  private func place(of wrong: [Row]) -> String {
    let wrongParts = listed(names(of: wrong))
    let rightParts = listed(names(of: rows.filter { !$0.isWrong }))
    if wrongParts.count > 60, rightParts.count < wrongParts.count {
      return "Wrong everywhere but in \(rightParts)"
    }
    return "Wrong \(wrong.count * 4 < rows.count * 3 ? "only " : "")in \(wrongParts)"
  }

  /// Whole parts by their names, and blocks of the same gates together: `x`, `the forget gate's
  /// blocks of W and U`.
  private func names(of wrong: [Row]) -> [String] {
    var whole: [String] = []
    var partly: [(blocks: [String], parts: [String])] = []
    for part in distinct(wrong.map(\.part)) {
      let own = wrong.filter { $0.part == part }
      if own.count == rows.count(where: { $0.part == part }) {
        whole.append(part)
        continue
      }
      let blocks = own.compactMap(\.block)
      if let place = partly.firstIndex(where: { $0.blocks == blocks }) {
        partly[place].parts.append(part)
      } else {
        partly.append((blocks, [part]))
      }
    }
    return whole
      + partly.map { blocks, parts in
        let owners = listed(blocks.map { "the \($0)'s" })
        let noun = blocks.count * parts.count == 1 ? "block" : "blocks"
        return "\(owners) \(noun) of \(listed(parts))"
      }
  }

  private func distinct(_ words: [String]) -> [String] {
    words.reduce(into: []) { found, word in
      if !found.contains(word) { found.append(word) }
    }
  }

  /// `a`, `a and b`, `a, b and c`.
  private func listed(_ words: [String]) -> String {
    if words.count < 2 { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }

  // MARK: At which steps

  /// When the wrong rows are wrong; empty where that says nothing.
  private func timePhrase(_ timed: [Row]) -> String {
    if steps < 2 || timed.isEmpty { return "" }
    let worst = (0..<steps).map { step in
      let errors = timed.map { $0.errors[step] }
      return errors.contains(Self.notANumber) ? Self.notANumber : errors.max() ?? 0
    }
    let places = worst.indices.filter { worst[$0] != 0 }
    let errors = places.map { worst[$0] }
    let trend = trend(of: errors)
    guard places.count < steps else {
      return trend.map { "at every step, \($0.words)" } ?? evenly(errors)
    }
    let reachesEnd = trend == .falling ? places.first == 0 : places.last == steps - 1
    return when(places) + (trend.map { ", \(reachesEnd ? $0.words : $0.wordsWithin)" } ?? "")
  }

  /// Which way errors go from step to step.
  private enum Trend {
    case falling, rising

    var words: String { "more towards the \(self == .falling ? "first" : "last")" }
    /// Where the sequence's own first or last step is right.
    var wordsWithin: String { "\(self == .falling ? "less" : "more") from step to step" }
  }

  private func evenly(_ errors: [Double]) -> String {
    guard let least = errors.min(), let most = errors.max(), least > 0, most < 2 * least else {
      return "at every step"
    }
    return "about the same at every step"
  }

  /// Some steps, but not all.
  private func when(_ places: [Int]) -> String {
    let (first, last) = (places[0], places[places.count - 1])
    if places.count == 1 { return "at step \(first + firstStep) alone" }
    if last - first + 1 > places.count { return "at \(places.count) of the \(steps) steps" }
    if last == steps - 1 {
      return first == 1 ? "at every step but the first" : "from step \(first + firstStep) on"
    }
    if first == 0, last == steps - 2 { return "at every step but the last" }
    return "at steps \(first + firstStep) to \(last + firstStep)"
  }

  /// Which way the errors grow, by a factor of two at least: nine of ten pairs of steps must agree.
  private func trend(of errors: [Double]) -> Trend? {
    guard errors.count > 1, !errors.contains(Self.notANumber) else { return nil }
    var pairs = 0
    var falling = 0
    for (place, earlier) in errors.enumerated() {
      for later in errors[(place + 1)...] where later != earlier {
        pairs += 1
        if later < earlier { falling += 1 }
      }
    }
    let (first, last) = (errors[0], errors[errors.count - 1])
    if first >= 2 * last, falling * 10 >= pairs * 9 { return .falling }
    if last >= 2 * first, falling * 10 <= pairs { return .rising }
    return nil
  }
}
