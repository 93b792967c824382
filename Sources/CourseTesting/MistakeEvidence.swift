/// How a mistake stands to results of the reader's code, from what is best for it to what is worst.
public enum MistakeStanding: String, Codable, Comparable, Sendable {
  /// Nothing is wrong, and nothing would be.
  case silent
  /// It explains every number that is wrong.
  case explains
  /// It explains some, and would leave others right that are wrong.
  case insufficient
  /// It would have made a number wrong in another way, or one that is right.
  case ruledOut

  private var rank: Int {
    switch self {
    case .silent: 0
    case .explains: 1
    case .insufficient: 2
    case .ruledOut: 3
    }
  }

  public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
}

/// What the results of a test say of the mistakes that it knows. A result that is right says
/// something as well, namely that a mistake was not made with which it would be wrong; but it is
/// computed only where it is asked for.
struct MistakeEvidence {
  /// How each mistake stands, by its sentence.
  private(set) var standings: [String: MistakeStanding] = [:]

  /// Takes a result of numbers into account.
  ///
  /// - Returns: what to say of it where it is wrong: the mistake that explains it, or the two that
  ///   do so together; nil where none does.
  mutating func weigh<Value: Checkable>(
    _ yours: Value, against expected: Value, within tolerance: Double,
    _ mistakes: KeyValuePairs<Mistake, Value>
  ) -> String? {
    let (came, right) = (numbers(yours), numbers(expected))
    let known = mistakes.map { mistake, value in
      // A shape that differs does so as a whole.
      if [yours, value].contains(where: { $0.checkedShape != expected.checkedShape }) {
        return Weighed(mistake, value, yours, expected) {
          resembles($0, $1, within: tolerance) ? [] : [0]
        }
      }
      return Weighed(mistake, numbers(value), came, right) { one, other in
        Set(one.indices.filter { !isAlike(one[$0], other[$0], tolerance) })
      }
    }
    return weigh(known)
  }

  private func numbers(_ value: some Checkable) -> [Double] { value.checkedEntries.map(\.value) }

  /// Takes a result of another kind into account.
  mutating func weigh<Value: Equatable>(
    _ yours: Value, against expected: Value, _ mistakes: KeyValuePairs<Mistake, Value>
  ) -> String? {
    weigh(
      mistakes.map { mistake, value in
        Weighed(mistake, value, yours, expected) { $0 == $1 ? [] : [0] }
      })
  }

  private mutating func weigh(_ mistakes: [Weighed]) -> String? {
    let pair = pair(in: mistakes)
    // Of several values that a mistake may have, the best counts; of several results, the worst.
    let best = mistakes.reduce(into: [String: MistakeStanding]()) { best, mistake in
      let standing = pair.contains(mistake.sentence) ? .explains : mistake.standing
      best[mistake.sentence] = min(best[mistake.sentence] ?? .ruledOut, standing)
    }
    for (sentence, standing) in best {
      standings[sentence] = max(standings[sentence] ?? .silent, standing)
    }
    if pair.count == 2 { return "Two mistakes together: \(pair[0]) And: \(pair[1])" }
    return mistakes.first { $0.standing == .explains }?.sentence
  }

  /// The two mistakes that explain together what none explains alone: each has made wrong all that
  /// it would, nothing else is wrong, and no number would be wrong for both. Where other two do so
  /// as well, nothing tells which it was.
  private func pair(in mistakes: [Weighed]) -> [String] {
    if mistakes.contains(where: { $0.standing == .explains }) { return [] }
    let some = mistakes.filter { $0.standing == .insufficient }
    var found: Set<[String]> = []
    for (index, one) in some.enumerated() {
      for other in some[(index + 1)...]
      where one.sentence != other.sentence && one.completes(other) {
        found.insert([one.sentence, other.sentence])
      }
    }
    return found.count == 1 ? found.first ?? [] : []
  }
}

/// A mistake beside a result.
private struct Weighed {
  let sentence: String
  /// Where the result is wrong.
  let wrong: Set<Int>
  /// Where the mistake would have made it wrong.
  let deviating: Set<Int>
  /// Where it is not what the mistake would have made.
  let missed: Set<Int>

  /// - Parameter differing: the places where two values differ.
  init<Value>(
    _ mistake: Mistake, _ value: Value, _ yours: Value, _ expected: Value,
    differing: (Value, Value) -> Set<Int>
  ) {
    sentence = mistake.sentence
    wrong = differing(yours, expected)
    deviating = differing(value, expected)
    missed = differing(yours, value)
  }

  var standing: MistakeStanding {
    if !deviating.isDisjoint(with: missed) { return .ruledOut }
    if wrong.isEmpty { return .silent }
    return wrong.isDisjoint(with: missed) ? .explains : .insufficient
  }

  /// Whether each of two explains what the other leaves. One number may be as it is by chance, so it
  /// takes two of each.
  func completes(_ other: Weighed) -> Bool {
    deviating.isDisjoint(with: other.deviating) && deviating.count >= 2
      && other.deviating.count >= 2 && wrong.isSubset(of: deviating.union(other.deviating))
  }
}
