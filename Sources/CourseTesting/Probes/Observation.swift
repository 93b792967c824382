/// What is true of a wrong result that no known mistake explains, as a sentence: the first that
/// holds for every number, and says more than that numbers are off.
///
///     Every value is half the right one.
///     Wrong only in row 0, where every value is 0.
struct Observation {
  let sentence: String
  /// Whether it says no more than where the wrong numbers are.
  private(set) var isOnlyPlace = false

  /// - Parameter blocks: the names of the blocks that the columns of weights fall into, if any.
  init?<Value: Checkable>(
    on yours: Value, beside right: Value, within tolerance: Double, blocks: [String] = []
  ) {
    guard yours.checkedShape == right.checkedShape else {
      guard let words = shapeObservation(yours, right, within: tolerance) else { return nil }
      sentence = words
      return
    }
    guard let all = Comparison(yours, right, within: tolerance, blocks: blocks),
      !all.wrong.isEmpty
    else { return nil }
    let place = Whereabouts(of: all)
    let found =
      Self.ofAll(all) ?? Self.ofTheCut(all) ?? Self.ofTheWrong(all, place)
      ?? GroupRelation(of: all).map { Self.sentence($0.clause) } ?? Self.ofTheParts(all, place)
    if let found {
      sentence = found
    } else if let place {
      sentence = place.sentence + "."
      isOnlyPlace = true
    } else if let words = Self.ofSizes(all) {
      sentence = words
    } else {
      return nil
    }
  }

  /// What holds for the numbers of several cases together, without a capital.
  static func pooled(_ all: Comparison) -> String? {
    if let relation = Relation(of: all.numbers, in: all) {
      return lowered(sentence("every value \(relation.predicate)", relation.question))
    }
    let place = Whereabouts(of: all)
    // The cases have ends of their own.
    let hasEnd =
      place?.sentence.contains("last") == true || place?.sentence.contains("up to") == true
    let found =
      ofTheCut(all) ?? ofTheWrong(all, hasEnd ? nil : place)
      ?? (hasEnd ? nil : place.map { $0.sentence + "." }) ?? ofSizes(all)
    return found.map(lowered)
  }

  private static func lowered(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }

  /// What holds for all numbers, wrong and right.
  private static func ofAll(_ all: Comparison) -> String? {
    if let relation = Relation(of: all.numbers, in: all) {
      let subject = all.numbers.count == 1 ? "It" : "Every value"
      return sentence("\(subject) \(relation.predicate)", relation.question)
    }
    return Rearrangement(of: all).map { sentence($0.clause) }
  }

  /// A bound that no number passes, at which all are that should.
  private static func ofTheCut(_ all: Comparison) -> String? {
    let wrong = all.wrong
    guard wrong.count > 1, wrong.count < all.numbers.count, let bound = wrong.first?.yours,
      bound.isFinite, wrong.allSatisfy({ $0.yours == bound }), distinct(wrong.map(\.right)) > 1,
      all.numbers.allSatisfy({ $0.right.isFinite })
    else { return nil }
    let others = all.numbers.filter { !$0.isWrong }
    for (sign, words) in [(1.0, "above"), (-1, "below")] {
      let isCut =
        wrong.allSatisfy { sign * $0.right > sign * bound }
        && others.allSatisfy { sign * $0.right <= sign * bound }
        && others.contains { sign * $0.right < sign * bound }
      if isCut {
        return
          "No value is \(words) \(short(bound)): the \(wrong.count) that should be are cut off."
      }
    }
    return nil
  }

  /// What holds for each of the wrong numbers.
  private static func ofTheWrong(_ all: Comparison, _ place: Whereabouts?) -> String? {
    let wrong = all.wrong
    guard wrong.count < all.numbers.count, wrong.count > 1 || place != nil,
      let relation = Relation(of: wrong, in: all)
    else { return nil }
    guard let place else {
      return sentence(
        "Each of the \(wrong.count) wrong values \(relation.predicate)", relation.question)
    }
    let subject = wrong.count == 1 ? "the value" : "every \(place.isWhole ? "" : "wrong ")value"
    let link =
      place.sentence.hasPrefix("Right") ? "; elsewhere " : place.isKind ? ": there " : ", where "
    return sentence("\(place.sentence)\(link)\(subject) \(relation.predicate)", relation.question)
  }

  /// What holds for all numbers of the parts that are wrong.
  private static func ofTheParts(_ all: Comparison, _ place: Whereabouts?) -> String? {
    let parts = Set(all.wrong.map { $0.at[0] })
    let scope = all.only(all.numbers.filter { parts.contains($0.at[0]) })
    guard let place, scope.numbers.count < all.numbers.count,
      let clause = Rearrangement(of: scope)?.clause ?? GroupRelation(of: scope)?.clause
    else { return nil }
    return "\(place.sentence): \(clause)."
  }

  /// A direction that all errors have, where there are many.
  private static func ofSizes(_ all: Comparison) -> String? {
    let wrong = all.wrong
    guard wrong.count >= 8, all.numbers.allSatisfy({ $0.yours.isFinite && $0.right.isFinite })
    else { return nil }
    let subject =
      wrong.count == all.numbers.count ? "Every value" : "Each of the \(wrong.count) wrong values"
    let isMixed = wrong.contains { $0.right < 0 } && wrong.contains { $0.right > 0 }
    if isMixed, wrong.allSatisfy({ abs($0.yours) < abs($0.right) }) {
      return "\(subject) is nearer to 0 than the right one."
    }
    if isMixed, wrong.allSatisfy({ abs($0.yours) > abs($0.right) }) {
      return "\(subject) is further from 0 than the right one."
    }
    if wrong.allSatisfy({ $0.yours < $0.right }) { return "\(subject) is too small." }
    if wrong.allSatisfy({ $0.yours > $0.right }) { return "\(subject) is too large." }
    return nil
  }

  private static func sentence(_ statement: String, _ question: String = "") -> String {
    let start = statement.prefix(1).uppercased() + statement.dropFirst()
    if question.isEmpty { return start + "." }
    return question.hasSuffix("?") ? "\(start): \(question)" : "\(start). \(question)"
  }
}

/// What is true of a result that has another shape.
private func shapeObservation<Value: Checkable>(
  _ yours: Value, _ right: Value, within tolerance: Double
) -> String? {
  let (mine, theirs) = (yours.checkedEntries.map(\.value), right.checkedEntries.map(\.value))
  func agree(_ some: some Sequence<Double>, _ others: some Sequence<Double>) -> Bool {
    zip(some, others).allSatisfy { isClose($0, $1, tolerance) }
  }
  guard mine.count <= 2_000, theirs.count <= 2_000 else { return nil }
  if mine.isEmpty, !theirs.isEmpty { return "There is no number in it." }
  guard min(mine.count, theirs.count) > 1, distinct(theirs.filter(\.isFinite)) > 1 else {
    return nil
  }
  if mine.count == theirs.count {
    return agree(mine, theirs) ? "The numbers are right, row by row, but in another shape." : nil
  }
  let (missing, extra) = (theirs.count - mine.count, mine.count - theirs.count)
  if missing > 0 {
    if agree(mine, theirs) { return "What is there is right; the end is missing." }
    if agree(mine, theirs.suffix(mine.count)) {
      return "What is there is right; the beginning is missing."
    }
    return nil
  }
  if agree(mine, theirs) {
    return "All that should be there is there; what comes after it is too much."
  }
  return agree(mine.dropFirst(extra), theirs)
    ? "All that should be there is there; what comes before it is too much." : nil
}
