import Classification
import CourseTesting
import Foundation
import LinearAlgebra

// The judge of this chapter, in plain loops. Of a reader's code it uses nothing.

/// States and masks of a batch, and which of its steps count.
struct ReadoutCase {
  var states: [Matrix]
  var mask: [Matrix]

  var rows: Int { states[0].rows }
  var units: Int { states[0].columns }
  var all: [Int] { Array(states.indices) }

  func counted(_ row: Int) -> [Int] { all.filter { mask[$0][row, 0] == 1 } }

  /// Random states, of padding too. Each text has a word, and its padding is on the right, on the left or
  /// amid.
  static func random(_ rows: Int, _ side: Int, using generator: inout SeededGenerator) -> Self {
    let steps = 2 + generator.integer(below: 5)
    let lengths = (0..<rows).map { _ in 1 + generator.integer(below: steps) }
    let states = (0..<steps).map { _ in
      Matrix.normal(rows: rows, columns: 3, using: &generator)
    }
    let mask = (0..<steps).map { t in
      build(rows, 1) { row, _ in
        switch side {
        case 0: t < lengths[row] ? 1 : 0
        case 1: t >= steps - lengths[row] ? 1 : 0
        default: (t + row) % steps < lengths[row] ? 1 : 0
        }
      }
    }
    return ReadoutCase(states: states, mask: mask)
  }

  /// What a rule makes of each unit of each text that has a word: of its steps that count.
  func summary(_ rule: (_ row: Int, _ unit: Int, _ steps: [Int]) -> Double) -> Matrix {
    build(rows, units) { row, unit in
      let steps = counted(row)
      return steps.isEmpty ? 0 : rule(row, unit, steps)
    }
  }

  func sum(_ row: Int, _ unit: Int, _ steps: [Int]) -> Double {
    steps.reduce(0) { $0 + states[$1][row, unit] }
  }

  /// The first of some steps at which a number is largest.
  func largest(_ steps: [Int], _ number: (Int) -> Double) -> Int {
    var best = steps[0]
    for step in steps where number(step) > number(best) { best = step }
    return best
  }

  /// The step at which a text's states are largest in sum.
  func largestState(_ row: Int, _ steps: [Int]) -> Int {
    largest(steps) { step in
      (0..<units).reduce(0) { $0 + states[step][row, $1] }
    }
  }

  func right(_ readout: Readout) -> Matrix {
    summary { row, unit, steps in
      switch readout {
      case .last: states[steps[steps.count - 1]][row, unit]
      case .mean: sum(row, unit, steps) / Double(steps.count)
      case .maximum: steps.map { states[$0][row, unit] }.max() ?? .nan
      }
    }
  }

  /// The same with other states.
  func with(_ states: [Matrix]) -> ReadoutCase { ReadoutCase(states: states, mask: mask) }
}

func weightedSum(_ left: Matrix, _ right: Matrix) -> Double {
  zip(left.values, right.values).reduce(0) { $0 + $1.0 * $1.1 }
}

enum Plain {
  static func logistic(_ z: Double) -> Double {
    z < 0 ? Foundation.exp(z) / (1 + Foundation.exp(z)) : 1 / (1 + Foundation.exp(-z))
  }

  /// The surprise of one answer, in nats.
  static func surprise(_ z: Double, _ target: Int) -> Double {
    let wrong = target == 1 ? -z : z
    return wrong > 30 ? wrong + Foundation.exp(-wrong) : Foundation.log1p(Foundation.exp(wrong))
  }

  /// F1 of yes, for answers at some threshold.
  static func f1(_ probabilities: [Double], _ labels: [Int], _ threshold: Double) -> Double {
    var (found, others) = (0, 0)
    for (probability, label) in zip(probabilities, labels) {
      if probability >= threshold && label == 1 { found += 1 }
      if (probability >= threshold) != (label == 1) { others += 1 }
    }
    return found == 0 ? 0 : Double(2 * found) / Double(2 * found + others)
  }

  static func accuracy(
    _ probabilities: [Double], _ labels: [Int], _ threshold: Double
  ) -> Double {
    let right = zip(probabilities, labels).count { ($0 >= threshold) == ($1 == 1) }
    return Double(right) / Double(max(1, labels.count))
  }
}
