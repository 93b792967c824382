import ExerciseSupport
import LinearAlgebra

/// Probabilities that are sharper or flatter than the model's own.
///
/// - Parameters:
///   - logits: one for each symbol, any finite numbers.
///   - temperature: from 0 to infinity. 1 leaves the model's probabilities. Towards 0 the largest
///     logit takes all, and at 0 it has all, in equal parts where several are largest. Towards
///     infinity, and there, all symbols are equally probable.
/// - Returns: one probability for each symbol; they sum to 1.
/// - Note: the temperature is that of Ackley, Hinton and Sejnowski (1985), "A Learning Algorithm for
///   Boltzmann Machines".
/// - Precondition: there is a symbol, and the temperature is not below 0.
public func softmax(_ logits: [Double], temperature: Double) -> [Double] {
  stop(if: temperatureProblem(logits, temperature: temperature))
  // EXERCISE 9.1 (3 points): softmax with a temperature
  let largest = logits.max() ?? 0
  let powers = logits.map { logit -> Double in
    // 0 / 0 is not a number, and 0 / τ is 0 for every τ above 0, however small.
    logit == largest ? 1 : exp((logit - largest) / temperature)
  }
  let total = powers.reduce(0, +)
  return powers.map { $0 / total }
  // PLACEHOLDER return notWritten("9.1", logits.map { _ in .nan })
  // END
}

// REGION order
/// All symbols, the most probable first; of two that are equally probable, the one with the smaller
/// index.
public func mostProbableFirst(_ probabilities: [Double]) -> [Int] {
  probabilities.indices.sorted { left, right in
    probabilities[left] == probabilities[right]
      ? left < right : probabilities[left] > probabilities[right]
  }
}
// END REGION order

/// Keeps the k most probable symbols, in proportion, and gives all others probability 0.
///
///     topK([0.1, 0.5, 0.1, 0.3], k: 2)      // [0, 0.625, 0, 0.375]
///
/// - Parameters:
///   - probabilities: one for each symbol; they sum to 1.
///   - k: how many symbols stay, at least 1; all where there are no more than k. Of symbols that are
///     equally probable, those with smaller indices stay.
/// - Returns: one probability for each symbol; they sum to 1.
/// - Note: Fan, Lewis and Dauphin (2018), "Hierarchical Neural Story Generation".
/// - Precondition: `k` is at least 1.
public func topK(_ probabilities: [Double], k: Int) -> [Double] {
  stop(if: keptProblem(k))
  // EXERCISE 9.2 (2 points): keep the best k
  let kept = mostProbableFirst(probabilities).prefix(k)
  let total = kept.reduce(0) { $0 + probabilities[$1] }
  var result = probabilities.map { _ in 0.0 }
  for symbol in kept { result[symbol] = probabilities[symbol] / total }
  return result
  // PLACEHOLDER return notWritten("9.2", probabilities.map { _ in .nan })
  // END
}

/// Keeps the fewest symbols that have probability p together, in proportion, and gives all others
/// probability 0.
///
///     nucleus([0.1, 0.5, 0.1, 0.3], p: 0.7)      // [0, 0.625, 0, 0.375]
///
/// - Parameters:
///   - probabilities: one for each symbol; they sum to 1.
///   - p: how much of the probability stays at least, in [0, 1]. The most probable symbol always
///     stays; of symbols that are equally probable, those with smaller indices come first.
/// - Returns: one probability for each symbol; they sum to 1.
/// - Note: Holtzman, Buys, Du, Forbes and Choi (2020), "The Curious Case of Neural Text
///   Degeneration".
/// - Precondition: `p` is in [0, 1].
public func nucleus(_ probabilities: [Double], p: Double) -> [Double] {
  stop(if: massProblem(p))
  // EXERCISE 9.3 (3 points): keep the nucleus
  var result = probabilities.map { _ in 0.0 }
  var total = 0.0
  for symbol in mostProbableFirst(probabilities) {
    result[symbol] = probabilities[symbol]
    total += probabilities[symbol]
    if total >= p { break }
  }
  return result.map { $0 / total }
  // PLACEHOLDER return notWritten("9.3", probabilities.map { _ in .nan })
  // END
}

/// Draws a symbol: symbol j with probability `probabilities[j]`, and never one of probability 0.
///
/// Takes one uniform number u from the generator, and finds the symbol in whose share of [0, 1) it
/// lies, where the shares stand one after the other in the order of the symbols.
///
/// - Parameters:
///   - probabilities: one for each symbol; none is negative, and they sum to 1 but for rounding.
///   - generator: where the uniform number comes from.
/// - Precondition: there is a symbol.
public func draw(from probabilities: [Double], using generator: inout SeededGenerator) -> Int {
  stop(if: nothingToDrawProblem(probabilities))
  // EXERCISE 9.4 (3 points): draw a symbol
  let u = generator.uniform()
  var end = 0.0
  for (symbol, probability) in probabilities.enumerated() {
    end += probability
    if u < end { return symbol }
  }
  // The sum can fall short of 1 by rounding, and u can lie in what is missing.
  return probabilities.lastIndex { $0 > 0 } ?? 0
  // PLACEHOLDER return notWritten("9.4", 0)
  // END
}

// MARK: - What can be wrong

func temperatureProblem(_ logits: [Double], temperature: Double) -> String? {
  if logits.isEmpty { return "there is no symbol to give a probability to" }
  return temperature >= 0
    ? nil : "a temperature of \(temperature) is not from 0 to infinity"
}

func keptProblem(_ k: Int) -> String? {
  k > 0 ? nil : "the \(k) most probable symbols leave nothing to draw from: k is at least 1"
}

func massProblem(_ p: Double) -> String? {
  p >= 0 && p <= 1 ? nil : "a nucleus of probability \(p) is not between 0 and 1"
}

func nothingToDrawProblem(_ probabilities: [Double]) -> String? {
  probabilities.isEmpty ? "there is no symbol to draw" : nil
}
