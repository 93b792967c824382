import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import Tagging

// The judge: every row of tags is tried, in plain loops. Of a reader's values it uses the numbers and
// nothing else.

/// All rows of tags.
func allTags(_ count: Int, steps: Int) -> [[Int]] {
  (0..<steps).reduce([[]]) { rows, _ in rows.flatMap { row in (0..<count).map { row + [$0] } } }
}

/// What a reader may have made of a chain's score. The default is right.
struct ScoreTerms {
  var start = 1.0
  var transitions = 1.0
  var isTransposed = false
  var firstEmission = 1.0
  /// Each word's emission is counted, or that of the word before.
  var laterEmissions = 1.0
}

extension Chain {
  /// The score of a row of tags, step by step.
  func plainScore(_ tags: [Int], _ z: Matrix, _ terms: ScoreTerms = ScoreTerms()) -> Double {
    var sum = terms.firstEmission * z[0, tags[0]]
    // 0 · −∞ is no number.
    if terms.start != 0 { sum += terms.start * start[0, tags[0]] }
    for t in 1..<max(tags.count, 1) where t < tags.count {
      let (from, to) = terms.isTransposed ? (tags[t], tags[t - 1]) : (tags[t - 1], tags[t])
      sum += terms.laterEmissions * z[t, tags[t]]
      if terms.transitions != 0 { sum += terms.transitions * transitions[from, to] }
    }
    return sum
  }

  /// The best row of tags and its score, by trying all; of equals the first.
  func plainBest(_ z: Matrix, _ terms: ScoreTerms = ScoreTerms()) -> ScoredTags {
    var best = ScoredTags(tags: [], score: -.infinity)
    for tags in allTags(start.columns, steps: z.rows) {
      let score = plainScore(tags, z, terms)
      if score > best.score || best.tags.isEmpty { best = ScoredTags(tags: tags, score: score) }
    }
    return best
  }

  /// log α(1) to log α(T), by trying all rows of tags up to each word.
  func plainForward(_ z: Matrix, _ terms: ScoreTerms = ScoreTerms()) -> Matrix {
    let count = start.columns
    var result = Matrix(rows: z.rows, columns: count, repeating: -.infinity)
    for t in 0..<z.rows {
      var scores = Array(repeating: [Double](), count: count)
      for tags in allTags(count, steps: t + 1) {
        scores[tags[t]].append(plainScore(tags, z, terms))
      }
      for tag in 0..<count { result[t, tag] = plainLogSum(scores[tag]) }
    }
    return result
  }

  /// The probability of each row of tags, in the order of `allTags`.
  func plainProbabilities(_ z: Matrix) -> [(tags: [Int], probability: Double)] {
    let rows = allTags(start.columns, steps: z.rows).map { ($0, plainScore($0, z)) }
    let total = plainLogSum(rows.map(\.1))
    return rows.map { ($0.0, Foundation.exp($0.1 - total)) }
  }

  /// −log p of some tags.
  func plainLoss(_ z: Matrix, _ tags: [Int]) -> Double {
    plainLogSum(allTags(start.columns, steps: z.rows).map { plainScore($0, z) })
      - plainScore(tags, z)
  }
}

func plainLogSum(_ numbers: [Double]) -> Double {
  let largest = numbers.max() ?? -.infinity
  if largest == -.infinity { return largest }
  return largest + Foundation.log(numbers.map { Foundation.exp($0 - largest) }.reduce(0, +))
}

/// A chain and emissions of random numbers; some transitions may be forbidden, never all into a tag.
struct ChainCase {
  var chain: Chain
  var emissions: Matrix

  init(_ count: Int, steps: Int, forbids: Bool = false, using generator: inout SeededGenerator) {
    var transitions = Matrix.normal(rows: count, columns: count, using: &generator)
    let start = Matrix.normal(rows: 1, columns: count, standardDeviation: 1.5, using: &generator)
    if forbids {
      for from in 0..<count {
        for to in 0..<count where from != to && generator.integer(below: 3) == 0 {
          transitions[from, to] = -.infinity
        }
      }
    }
    chain = Chain(transitions: transitions, start: start)
    emissions = .normal(rows: steps, columns: count, standardDeviation: 1.5, using: &generator)
  }
}

/// The chain and the two words of the page: New York, with the tags O, B and I.
enum NewYork {
  static let chain = Chain(
    transitions: [[0, 0, -.infinity], [0, 0, 1], [0, 0, 0]], start: [[0, 0, -.infinity]])
  static let emissions: Matrix = [[2, 1, 0], [0, 1, 2]]
}

/// −∞ as a number that can be compared.
func comparable(_ matrix: Matrix) -> Matrix {
  matrix.map { $0 == -.infinity ? -1_000_000 : $0 }
}

// MARK: - Letters

/// An LSTM in plain loops, for one word.
struct PlainLSTM {
  var cell: LSTMCell

  /// The hidden and cell states after each symbol, from a state.
  func states(
    _ symbols: [Int], from start: (hidden: [Double], cell: [Double])? = nil
  ) -> [(hidden: [Double], cell: [Double])] {
    let size = cell.recurrentWeights.rows
    let zeros = Array(repeating: 0.0, count: size)
    var state = start ?? (zeros, zeros)
    return symbols.map { symbol in
      let old = state
      func sum(_ block: Int, _ unit: Int) -> Double {
        let column = block * size + unit
        return (0..<size).reduce(cell.inputWeights[symbol, column] + cell.bias[0, column]) {
          $0 + old.hidden[$1] * cell.recurrentWeights[$1, column]
        }
      }
      for unit in 0..<size {
        let (i, f) = (plainSigmoid(sum(0, unit)), plainSigmoid(sum(1, unit)))
        let (g, o) = (Foundation.tanh(sum(2, unit)), plainSigmoid(sum(3, unit)))
        state.cell[unit] = f * old.cell[unit] + i * g
        state.hidden[unit] = o * Foundation.tanh(state.cell[unit])
      }
      return state
    }
  }
}

func plainSigmoid(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
