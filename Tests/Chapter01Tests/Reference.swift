import Foundation
import LinearAlgebra

/// What the exercises of chapter 01 should compute, in plain loops: the suite's own reference,
/// which shares no line with the solutions.
enum Reference {
  static func oneHot(_ symbols: [Int], _ vocabularySize: Int) -> Matrix {
    var rows = Matrix(rows: symbols.count, columns: vocabularySize)
    for row in 0..<symbols.count {
      for column in 0..<vocabularySize where column == symbols[row] { rows[row, column] = 1 }
    }
    return rows
  }

  static func affine(_ x: Matrix, _ weights: Matrix, _ bias: Matrix) -> Matrix {
    var result = Matrix(rows: x.rows, columns: weights.columns)
    for row in 0..<x.rows {
      for column in 0..<weights.columns {
        var sum = bias[0, column]
        for inner in 0..<x.columns { sum += x[row, inner] * weights[inner, column] }
        result[row, column] = sum
      }
    }
    return result
  }

  static func softmax(_ logits: Matrix) -> Matrix {
    var result = Matrix(rows: logits.rows, columns: logits.columns)
    for row in 0..<logits.rows {
      // exp(z(j)) / sum of exp(z(k)) is 1 / sum of exp(z(k) - z(j)), which cannot overflow to NaN.
      for column in 0..<logits.columns {
        var sum = 0.0
        for other in 0..<logits.columns {
          sum += Foundation.exp(logits[row, other] - logits[row, column])
        }
        result[row, column] = 1 / sum
      }
    }
    return result
  }

  static func crossEntropy(_ logits: Matrix, _ targets: [Int]) -> Double {
    var total = 0.0
    for row in 0..<logits.rows {
      var largest = -Double.infinity
      for column in 0..<logits.columns { largest = max(largest, logits[row, column]) }
      var sum = 0.0
      for column in 0..<logits.columns { sum += Foundation.exp(logits[row, column] - largest) }
      total += largest - logits[row, targets[row]] + Foundation.log(sum)
    }
    return total / Double(logits.rows)
  }

  /// The slope of a loss along each number of a matrix, measured: three distances on either side.
  static func slopes(of start: Matrix, _ loss: (Matrix) -> Double) -> Matrix {
    let distance = 3e-3
    return Matrix(
      rows: start.rows, columns: start.columns,
      values: start.values.indices.map { place in
        func difference(_ steps: Double) -> Double {
          var (up, down) = (start.values, start.values)
          up[place] += steps * distance
          down[place] -= steps * distance
          return loss(Matrix(rows: start.rows, columns: start.columns, values: up))
            - loss(Matrix(rows: start.rows, columns: start.columns, values: down))
        }
        return (45 * difference(1) - 9 * difference(2) + difference(3)) / (60 * distance)
      })
  }

  static func counts(_ symbols: [Int], _ vocabularySize: Int) -> Matrix {
    var counts = Matrix(rows: vocabularySize, columns: vocabularySize)
    for place in 0..<max(0, symbols.count - 1) {
      counts[symbols[place], symbols[place + 1]] += 1
    }
    return counts
  }

  static func smoothed(_ counts: Matrix, _ smoothing: Double) -> Matrix {
    var result = counts
    for row in 0..<counts.rows {
      var total = 0.0
      for column in 0..<counts.columns { total += counts[row, column] }
      for column in 0..<counts.columns {
        result[row, column] =
          (counts[row, column] + smoothing) / (total + smoothing * Double(counts.columns))
      }
    }
    return result
  }

  /// The surprise at each symbol after the first, in nats.
  static func surprises(_ probabilities: Matrix, _ symbols: [Int]) -> [Double] {
    (0..<symbols.count - 1).map { -Foundation.log(probabilities[symbols[$0], symbols[$0 + 1]]) }
  }

  static func loss(_ probabilities: Matrix, _ symbols: [Int]) -> Double {
    surprises(probabilities, symbols).reduce(0, +) / Double(symbols.count - 1)
  }
}

/// Draws that several suites need.
enum Draw {
  static func symbols(_ count: Int, below bound: Int, _ generator: inout SeededGenerator) -> [Int] {
    (0..<count).map { _ in generator.integer(below: bound) }
  }

  /// Logits of two digits after the point, so that `text` says them exactly.
  static func logits(
    _ rows: Int, _ columns: Int, spread: Double = 1, _ generator: inout SeededGenerator
  ) -> Matrix {
    Matrix.normal(rows: rows, columns: columns, standardDeviation: spread, using: &generator)
      .map { ($0 * 100).rounded() / 100 }
  }

  /// A number between `-bound` and `bound`, of two digits after the point.
  static func shift(_ bound: Double, _ generator: inout SeededGenerator) -> Double {
    (generator.uniform(in: -bound...bound) * 100).rounded() / 100
  }

  /// A small matrix as a reader could type it, `[[1.25, -0.5], [0, 3]]`; with a number added to
  /// it, `[[1.25, -0.5], [0, 3]] - 45.83`.
  static func text(_ matrix: Matrix, plus shift: Double = 0) -> String {
    let rows = (0..<matrix.rows).map { row in
      let numbers = (0..<matrix.columns).map { String(format: "%g", matrix[row, $0]) }
      return "[" + numbers.joined(separator: ", ") + "]"
    }
    let text = "[" + rows.joined(separator: ", ") + "]"
    if shift == 0 { return text }
    return text + String(format: shift < 0 ? " - %g" : " + %g", abs(shift))
  }

  /// A number that is not finite, in the words of the other messages.
  static func text(_ number: Double) -> String {
    if number.isNaN { return "not a number (NaN)" }
    return number.isInfinite ? (number > 0 ? "infinity" : "-infinity") : "\(number)"
  }

  /// A table whose rows are distributions without zeros.
  static func table(_ size: Int, _ generator: inout SeededGenerator) -> Matrix {
    Reference.smoothed(
      .uniform(rows: size, columns: size, in: 0...10, using: &generator), 0.1)
  }
}
