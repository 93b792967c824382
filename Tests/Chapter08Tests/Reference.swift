import Foundation
import LanguageModel
import LinearAlgebra

// What the exercises should compute, in plain loops, to judge readers' code by.

enum Reference {
  // MARK: Vocabulary

  /// Symbols that occur at least so often, in the order of first appearance.
  static func known(_ symbols: [String], _ minimumCount: Int) -> [String] {
    var result: [String] = []
    for symbol in symbols {
      let count = symbols.reduce(0) { $0 + ($1 == symbol ? 1 : 0) }
      if count >= minimumCount && !result.contains(symbol) { result.append(symbol) }
    }
    return result
  }

  // MARK: Windows

  /// A window whose inputs stand at these places of a text, time × rows, and whose targets stand
  /// one further.
  static func window(
    _ symbols: [Int], _ length: Int, _ rows: Int, place: (_ step: Int, _ row: Int) -> Int
  ) -> Window {
    let places = (0..<length).map { step in (0..<rows).map { place(step, $0) } }
    func at(_ place: Int) -> Int { symbols.indices.contains(place) ? symbols[place] : -1 }
    return Window(
      inputs: places.map { $0.map(at) }, targets: places.map { $0.map { at($0 + 1) } })
  }

  static func windows(_ symbols: [Int], rows: Int, length: Int) -> [Window] {
    let rowLength = (symbols.count - 1) / rows
    var (result, first) = ([Window](), 0)
    while first < rowLength {
      let start = first
      result.append(
        window(symbols, min(length, rowLength - first), rows) { $1 * rowLength + start + $0 })
      first += length
    }
    return result
  }

  // MARK: Loss

  /// The surprise of each prediction of a text in windows, one list for each window.
  static func surprises(
    _ model: Toy, _ windows: [Window], resets: Bool = false
  ) -> [[Double]] {
    var state = model.initialState(rows: windows[0].rows)
    return windows.map { window in
      if resets { state = model.initialState(rows: window.rows) }
      var result: [Double] = []
      for (symbols, targets) in zip(window.inputs, window.targets) {
        let step = model.predict(symbols, from: state)
        state = step.state
        for (row, target) in targets.enumerated() {
          let logits = (0..<step.logits.columns).map { step.logits[row, $0] }
          result.append(-Foundation.log(softmax(logits, temperature: 1)[target]))
        }
      }
      return result
    }
  }

  static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

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
