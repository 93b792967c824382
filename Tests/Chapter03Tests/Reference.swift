import Foundation
import LinearAlgebra
import VanillaRNN

/// The chapter's mathematics as plain loops over numbers, to judge readers' code by. Nothing here
/// calls a chapter's functions.
enum Reference {
  // MARK: One step

  /// h(t) of one step, each number from its sum.
  static func step(_ cell: RNNCell, _ input: Matrix, from hidden: Matrix) -> Matrix {
    var result = Matrix(rows: 1, columns: hidden.columns)
    for unit in 0..<hidden.columns {
      var sum = cell.bias[0, unit]
      for j in 0..<input.columns { sum += input[0, j] * cell.inputWeights[j, unit] }
      for j in 0..<hidden.columns { sum += hidden[0, j] * cell.recurrentWeights[j, unit] }
      result[0, unit] = Foundation.tanh(sum)
    }
    return result
  }

  /// ∂h(t) / ∂h(t−1), measured by moving each number of h(t−1) up and down.
  static func measuredJacobian(_ cell: RNNCell, _ input: Matrix, _ hidden: Matrix) -> Matrix {
    let distance = 1e-5
    var result = Matrix(rows: hidden.columns, columns: hidden.columns)
    for j in 0..<hidden.columns {
      var above = hidden
      var below = hidden
      above[0, j] += distance
      below[0, j] -= distance
      let (high, low) = (step(cell, input, from: above), step(cell, input, from: below))
      for i in 0..<hidden.columns {
        result[i, j] = (high[0, i] - low[0, i]) / (2 * distance)
      }
    }
    return result
  }

  /// A square matrix from a formula for its element in row i, column j.
  static func matrix(_ size: Int, _ element: (_ i: Int, _ j: Int) -> Double) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0..<size { result[i, j] = element(i, j) }
    }
    return result
  }

  // MARK: Many steps

  static func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    var result = Matrix(rows: left.rows, columns: right.columns)
    for i in 0..<left.rows {
      for j in 0..<right.columns {
        for k in 0..<left.columns { result[i, j] += left[i, k] * right[k, j] }
      }
    }
    return result
  }

  static func length(_ rows: Matrix) -> Double {
    var sum = 0.0
    for i in 0..<rows.rows {
      for j in 0..<rows.columns { sum += rows[i, j] * rows[i, j] }
    }
    return sum.squareRoot()
  }

  /// The norms of a row, or of several together, multiplied by one matrix after another.
  static func norms(of rows: Matrix, times matrices: [Matrix]) -> [Double] {
    var rows = rows
    var norms = [length(rows)]
    for matrix in matrices {
      rows = product(rows, matrix)
      norms.append(length(rows))
    }
    return norms
  }

  /// A length times the norm of one matrix after another.
  static func productsOfNorms(_ matrices: [Matrix], from length: Double) -> [Double] {
    matrices.reduce(into: [length]) { $0.append($0[$0.count - 1] * Reference.length($1)) }
  }

  /// The stretch of a row that has gone through a matrix and back so many times, rescaled in each.
  static func stretch(_ start: Matrix, by matrix: Matrix, turns: Int) -> Double {
    var row = start / length(start)
    for _ in 0..<turns {
      row = product(product(row, matrix), matrix.transposed)
      row = row / length(row)
    }
    return length(product(row, matrix))
  }

  // MARK: Matrices whose eigenvalues or singular values are known

  static func row(_ size: Int, using generator: inout SeededGenerator) -> Matrix {
    .normal(rows: 1, columns: size, using: &generator)
  }

  /// A matrix with the eigenvalues of `matrix`: rows and columns are mixed in pairs that cancel.
  static func similar(to matrix: Matrix, using generator: inout SeededGenerator) -> Matrix {
    var result = matrix
    let size = matrix.rows
    for _ in 0..<size where size > 1 {
      let i = generator.integer(below: size)
      let j = (i + 1 + generator.integer(below: size - 1)) % size
      let amount = generator.uniform(in: -0.5...0.5)
      for k in 0..<size { result[i, k] += amount * result[j, k] }
      for k in 0..<size { result[k, j] -= amount * result[k, i] }
    }
    return result
  }

  /// A matrix of a known spectral radius: its leading eigenvalue is real or, if `turning`, one of
  /// a complex pair; the others have at most 0.8 of its size.
  static func known(
    radius: Double, size: Int, turning: Bool, using generator: inout SeededGenerator
  ) -> Matrix {
    var blocks = Matrix(rows: size, columns: size)
    for i in 0..<size { blocks[i, i] = radius * generator.uniform(in: -0.8...0.8) }
    if turning {
      let angle = generator.uniform(in: 0.5...2.5)
      blocks[0, 0] = radius * cos(angle)
      blocks[1, 1] = radius * cos(angle)
      blocks[0, 1] = radius * sin(angle)
      blocks[1, 0] = -radius * sin(angle)
    } else {
      blocks[0, 0] = generator.uniform() < 0.5 ? radius : -radius
    }
    return similar(to: blocks, using: &generator)
  }

  /// A matrix with these singular values: a diagonal between random rotations.
  static func known(singularValues: [Double], using generator: inout SeededGenerator) -> Matrix {
    var result = Matrix.diagonal(singularValues)
    let size = singularValues.count
    for _ in 0..<4 * size where size > 1 {
      let i = generator.integer(below: size)
      let j = (i + 1 + generator.integer(below: size - 1)) % size
      let angle = generator.uniform(in: -3...3)
      let (c, s) = (cos(angle), sin(angle))
      for k in 0..<size {
        let (a, b) = (result[i, k], result[j, k])
        (result[i, k], result[j, k]) = (c * a - s * b, s * a + c * b)
      }
      let turn = generator.uniform(in: -3...3)
      let (u, v) = (cos(turn), sin(turn))
      for k in 0..<size {
        let (a, b) = (result[k, i], result[k, j])
        (result[k, i], result[k, j]) = (u * a - v * b, v * a + u * b)
      }
    }
    return result
  }
}
