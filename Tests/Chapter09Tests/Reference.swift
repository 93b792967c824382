import Foundation
import LinearAlgebra
import Writing

// What the exercises should compute, in plain loops, to judge readers' code by.

enum Reference {
  // MARK: Sampling

  static func softmax(_ logits: [Double], temperature: Double) -> [Double] {
    let largest = logits.max()!
    if temperature == 0 { return normalised(logits.map { $0 == largest ? 1 : 0 }) }
    return normalised(logits.map { Foundation.exp(($0 - largest) / temperature) })
  }

  static func normalised(_ numbers: [Double]) -> [Double] {
    let total = numbers.reduce(0, +)
    return numbers.map { $0 / total }
  }

  /// The most probable first, and of equals that with the smaller index.
  static func order(_ probabilities: [Double]) -> [Int] {
    var left = Array(probabilities.indices)
    var result: [Int] = []
    while let first = left.first {
      var best = first
      for symbol in left where probabilities[symbol] > probabilities[best] { best = symbol }
      result.append(best)
      left.removeAll { $0 == best }
    }
    return result
  }

  /// These symbols' probabilities in proportion, and 0 for all others.
  static func keeping(_ symbols: some Sequence<Int>, of probabilities: [Double]) -> [Double] {
    let kept = Set(symbols)
    return normalised(probabilities.enumerated().map { kept.contains($0.offset) ? $0.element : 0 })
  }

  static func topK(_ probabilities: [Double], k: Int) -> [Double] {
    keeping(order(probabilities).prefix(k), of: probabilities)
  }

  /// How many symbols the nucleus has.
  static func nucleusCount(_ probabilities: [Double], p: Double) -> Int {
    var sum = 0.0
    for (count, symbol) in order(probabilities).enumerated() {
      sum += probabilities[symbol]
      if sum >= p { return count + 1 }
    }
    return probabilities.count
  }

  static func nucleus(_ probabilities: [Double], p: Double) -> [Double] {
    keeping(order(probabilities).prefix(nucleusCount(probabilities, p: p)), of: probabilities)
  }

  static func probabilities(_ logits: [Double], _ sampling: Sampling) -> [Double] {
    var result = softmax(logits, temperature: sampling.temperature)
    if let k = sampling.k { result = topK(result, k: k) }
    if let p = sampling.p { result = nucleus(result, p: p) }
    return result
  }

  static func draw(_ probabilities: [Double], _ generator: inout SeededGenerator) -> Int {
    share(of: generator.uniform(), in: probabilities)
  }

  /// The symbol in whose share of [0, 1) a number lies.
  static func share(of u: Double, in probabilities: [Double]) -> Int {
    var (end, last) = (0.0, 0)
    for (symbol, probability) in probabilities.enumerated() where probability > 0 {
      end += probability
      if u < end { return symbol }
      last = symbol
    }
    return last
  }

  // MARK: Chi-squared

  /// Pearson's statistic for counts against probabilities, none of which is 0.
  static func chiSquared(_ counts: [Int], _ probabilities: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    return zip(counts, probabilities).reduce(0) { sum, pair in
      let expected = total * pair.1
      return sum + (Double(pair.0) - expected) * (Double(pair.0) - expected) / expected
    }
  }

  /// What the statistic exceeds once in a thousand times where the probabilities are right: for 2
  /// possible symbols (1 degree of freedom), for 3, and so on.
  static let criticalValues = [10.828, 13.816, 16.266, 18.467, 20.515]
}
