import Foundation

/// How numbers are related to the right ones, one by one: by the same rule for all of them.
///
/// A rule is found where it explains each number and there are enough of them: a factor that one
/// number suggests must be confirmed by others, which are not all the same number.
struct Relation {
  /// What is true of each: `is 0.5 times the right one`.
  let predicate: String
  /// What may have led to it, as a question; empty where nothing suggests itself.
  var question = ""

  /// The rule that holds for all of these numbers, the plainest first.
  init?(of numbers: [PairedNumber], in comparison: Comparison) {
    guard !numbers.isEmpty else { return nil }
    if let found = Self.degenerate(numbers) {
      self = found
      return
    }
    guard numbers.allSatisfy({ $0.yours.isFinite && $0.right.isFinite }) else { return nil }
    let rules = [
      Self.nearness, Self.factor, Self.addition, Self.function, Self.inverse, Self.rounding,
      Self.mixture,
    ]
    for rule in rules {
      if let found = rule(numbers, comparison) {
        self = found
        return
      }
    }
    return nil
  }

  private init(_ predicate: String, _ question: String = "") {
    (self.predicate, self.question) = (predicate, question)
  }

  // MARK: No relation at all

  private static func degenerate(_ numbers: [PairedNumber]) -> Relation? {
    guard numbers.count > 1, let first = numbers.first?.yours else { return nil }
    if numbers.allSatisfy(\.yours.isNaN) { return Relation("is not a number (NaN)") }
    guard numbers.allSatisfy({ $0.yours == first }), first.isFinite,
      numbers.count(where: \.isWrong) > 1
    else { return nil }
    if first == 0 { return Relation("is 0") }
    let isEven = numbers.allSatisfy { isClose($0.right, numbers[0].right, 1e-9) }
    return isEven || numbers.count < 3 ? nil : Relation("is the same number, \(short(first))")
  }

  // MARK: Nearly right

  private static func nearness(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    let wrong = numbers.filter(\.isWrong)
    guard all.tolerance < 1e-6, wrong.allSatisfy({ $0.right != 0 }) else { return nil }
    let errors = wrong.map { abs($0.yours - $0.right) / abs($0.right) }
    guard let largest = errors.max(), largest < 1e-4, largest > 0 else { return nil }
    let isSingle =
      largest < 1e-6 && wrong.count > 2
      && wrong.allSatisfy { Double(Float($0.yours)) == $0.yours }
    if isSingle {
      return Relation("is right to the seven digits of a Float", "is something computed in Float?")
    }
    let digits = Int(-log10(largest))
    return Relation(
      "is right to \(digits) digits", "is a small number added, or a constant rounded?")
  }

  // MARK: k times, c more

  private static func factor(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    guard let k = sharedFactor(numbers, all) else { return nil }
    if isClose(k, -1, 1e-9) {
      return Relation("has the wrong sign", "is a difference taken the other way round?")
    }
    return Relation("is \(timesText(k)) the right one", countQuestion(k, all))
  }

  /// The factor that leads from each right number to yours, where it is not 1 and enough different
  /// numbers confirm it.
  static func sharedFactor(_ numbers: [PairedNumber], _ all: Comparison) -> Double? {
    guard let largest = numbers.max(by: { abs($0.right) < abs($1.right) }), largest.right != 0
    else { return nil }
    let k = largest.yours / largest.right
    guard k.isFinite, k != 0, abs(k - 1) > 1e-6,
      numbers.allSatisfy({ all.isSame($0.yours, k * $0.right) })
    else { return nil }
    let telling = numbers.filter { all.tells($0, k * $0.right) }
    let isPlain = plainName(k) != nil
    let needed = numbers.count == 1 ? 1 : isPlain ? 2 : 3
    guard distinct(telling.map { abs($0.right) }) >= needed, !isLuck(telling) else { return nil }
    if needed == 1 { return isPlain && abs(k) < 9 && all.isRagged(largest.right) ? k : nil }
    return k
  }

  private static func addition(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    guard let c = sharedDifference(numbers, all) else { return nil }
    return Relation("is \(short(abs(c))) too \(c > 0 ? "large" : "small")")
  }

  /// What is added to each right number, where enough different numbers confirm it.
  static func sharedDifference(_ numbers: [PairedNumber], _ all: Comparison) -> Double? {
    guard let first = numbers.first else { return nil }
    let c = first.yours - first.right
    guard abs(c) > 50 * max(all.tolerance, 1e-9),
      numbers.allSatisfy({ all.isSame($0.yours, $0.right + c) }),
      numbers.allSatisfy({ all.tells($0, $0.right + c) })
    else { return nil }
    let isOne = isClose(abs(c), 1, 1e-9)
    if numbers.count == 1 { return isOne && all.isRagged(first.right) ? c : nil }
    if isLuck(numbers) { return nil }
    return distinct(numbers.map(\.right)) >= (isOne ? 2 : 3) ? c : nil
  }

  /// k times the right number plus c, where many confirm it.
  private static func mixture(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    guard let low = numbers.min(by: { $0.right < $1.right }),
      let high = numbers.max(by: { $0.right < $1.right }),
      high.right - low.right > 1e4 * max(all.tolerance, 1e-9)
    else { return nil }
    let k = (high.yours - low.yours) / (high.right - low.right)
    let c = low.yours - k * low.right
    guard abs(k) > 1e-3, numbers.allSatisfy({ all.isSame($0.yours, k * $0.right + c) }),
      distinct(numbers.filter { all.tells($0, k * $0.right + c) }.map(\.right)) >= 5
    else { return nil }
    return Relation(
      "is \(timesText(k)) the right one, \(c < 0 ? "minus" : "plus") \(short(abs(c)))")
  }

  // MARK: Functions

  private static func function(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    let fitting = elementwise.first { explains(numbers, all, $0.apply) }
    return fitting.map { Relation("is \($0.name) the right one") }
  }

  private static func inverse(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    let swapped = numbers.map {
      PairedNumber(yours: $0.right, right: $0.yours, isWrong: $0.isWrong, at: $0.at)
    }
    let fitting = elementwise.first { explains(swapped, all, $0.apply) }
    return fitting.map { Relation("is a number whose \($0.noun) is the right one") }
  }

  private static func explains(
    _ numbers: [PairedNumber], _ all: Comparison, _ apply: (Double) -> Double
  ) -> Bool {
    guard numbers.allSatisfy({ all.isSame($0.yours, apply($0.right)) }) else { return false }
    let telling = numbers.filter { all.tells($0, apply($0.right)) }
    if numbers.count == 1 {
      return telling.count == 1 && all.isRagged(numbers[0].right) && all.isRagged(numbers[0].yours)
    }
    return distinct(telling.map(\.right)) >= 2 && distinct(telling.map(\.yours)) >= 2
      && !isLuck(telling)
  }

  private typealias Elementwise = (name: String, noun: String, apply: @Sendable (Double) -> Double)

  private static let elementwise: [Elementwise] = [
    ("the absolute value of", "absolute value", { abs($0) }),
    ("1 minus", "difference from 1", { 1 - $0 }),
    ("the square of", "square", { $0 * $0 }),
    ("the square root of", "square root", { $0.squareRoot() }),
    ("1 divided by", "reciprocal", { 1 / $0 }),
    ("the tanh of", "tanh", { tanh($0) }),
    ("the sigmoid of", "sigmoid", { 1 / (1 + exp(-$0)) }),
    ("the exponential of", "exponential", { exp($0) }),
    ("the logarithm of", "logarithm", { log($0) }),
    ("1 minus the square of", "square, taken from 1,", { 1 - $0 * $0 }),
  ]

  // MARK: Rounded

  private static func rounding(_ numbers: [PairedNumber], _ all: Comparison) -> Relation? {
    // Short numbers lie near other short ones by luck.
    let ragged = numbers.filter { $0.isWrong && all.isRagged($0.right) }
    guard distinct(ragged.map(\.right)) > 3 else { return nil }
    for digits in 0...6 {
      let scale = pow(10, Double(digits))
      let scaled = numbers.map { $0.yours * scale }
      guard zip(scaled, numbers).allSatisfy({ abs($0 - $0.rounded()) < 1e-7 && $1.right.isFinite }),
        distinct(numbers.map(\.yours)) > 1
      else { continue }
      let place = digits == 0 ? "a whole number" : "\(digits) decimal\(digits == 1 ? "" : "s")"
      if zip(scaled, numbers).allSatisfy({ abs($0 - $1.right * scale) < 0.5 + 1e-7 }) {
        return Relation("is the right one, rounded to \(place)")
      }
      if zip(scaled, numbers).allSatisfy({ isClose($0, ($1.right * scale).rounded(.down), 1e-7) }) {
        return Relation("is the right one, rounded down to \(place)")
      }
      return nil
    }
    return nil
  }
}

// MARK: - Evidence

/// Whether numbers may well be related by luck: they are a few whole ones, as of symbols.
private func isLuck(_ numbers: [PairedNumber]) -> Bool {
  numbers.allSatisfy { $0.yours == $0.yours.rounded() && $0.right == $0.right.rounded() }
    && (numbers.count < 5 || distinct(numbers.map(\.right)) < 3)
}

extension Comparison {
  /// Whether a rule that predicts this for a number says something about it: the right number is
  /// clearly another.
  func tells(_ number: PairedNumber, _ predicted: Double) -> Bool {
    predicted.isFinite
      && abs(predicted - number.right) > 50 * max(tolerance, 1e-9) * max(1, abs(number.right))
  }

  /// Whether a number has so many digits that a rule cannot meet it by luck.
  func isRagged(_ number: Double) -> Bool {
    tolerance <= 1e-8 && abs(number * 1e4 - (number * 1e4).rounded()) > 1e-5
  }
}

/// How many numbers there are that are clearly different.
func distinct(_ numbers: [Double]) -> Int {
  var count = 0
  var last = -Double.infinity
  for number in numbers.sorted() where last == -.infinity || !isClose(number, last, 1e-6) {
    count += 1
    last = number
  }
  return count
}

// MARK: - Wording

/// `-1`, `3`, `a third of`: factors that are worth believing sooner than others.
private func plainName(_ k: Double) -> String? {
  let names = [2: "half", 3: "a third of", 4: "a quarter of"]
  if abs(k) <= 100, isClose(k, k.rounded(), 1e-9) { return "\(Int(k)) times" }
  let part = (1 / k).rounded()
  guard abs(part) <= 100, isClose(1 / k, part, 1e-9) else { return nil }
  return names[Int(part)] ?? "1/\(Int(part)) of".replacing("1/-", with: "-1/")
}

func timesText(_ k: Double) -> String {
  if let plain = plainName(k) { return plain }
  let constants = [("log 2", log(2.0)), ("1/log 2", 1 / log(2.0))]
  let constant = constants.first { isClose(k, $0.1, 1e-6) }.map { " (\($0.0))" } ?? ""
  return "\(short(k)) times\(constant)"
}

/// `0.5`, `1.25e-07`: three digits.
func short(_ number: Double) -> String {
  if number == number.rounded(), abs(number) < 1e6 { return "\(Int(number))" }
  return String(format: "%.3g", number)
}

/// For a factor that is a count of the result, or one divided by it.
private func countQuestion(_ k: Double, _ all: Comparison) -> String {
  for name in ["row", "step", "entry"] {
    guard let axis = all.axis(name) else { continue }
    let count = Double(all.indices(on: axis, in: all.numbers).count)
    if count < 3 { continue }
    if isClose(k, count, 1e-9) {
      return "there are \(Int(count)) \(plural(name)): is a sum taken for a mean?"
    }
    if isClose(k, 1 / count, 1e-9) {
      return "there are \(Int(count)) \(plural(name)): is something averaged that should be summed?"
    }
  }
  return ""
}

func plural(_ noun: String) -> String { noun == "entry" ? "entries" : noun + "s" }
