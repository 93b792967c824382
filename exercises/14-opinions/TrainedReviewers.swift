import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra
import VanillaRNN

/// Networks that have been trained, as the live figure shows them.
public struct TrainedReviewers: Equatable, Sendable {
  /// Which readouts the reviewers have.
  public static let readouts: [Readout] = [.last] + Readout.allCases

  /// Has learnt from short reviews.
  public var bag: BagReviewer
  /// The first has learnt from the same short reviews. The others, one for each readout, have learnt 150
  /// reviews after which one to four sentences follow.
  public var reviewers: [Reviewer]

  /// Trained networks, with the readouts of `readouts` and as many units each.
  public init(bag: BagReviewer, reviewers: [Reviewer]) {
    (self.bag, self.reviewers) = (bag, reviewers)
  }

  /// The hidden size, then Wy and by of the bag, then W, U, b, Wy and by of each reviewer, row by row.
  public var numbers: [Double] {
    var numbers = [Double(reviewers[0].cell.hiddenSize)]
    for matrix in bag.output.parameters + reviewers.flatMap({ $0.parameters }) {
      numbers += matrix.values
    }
    return numbers
  }

  /// Trained networks from their numbers.
  ///
  /// - Precondition: there are as many as `numbers` would give.
  public init(numbers: [Double]) {
    let (size, units) = (Reviews.vocabulary.count, Int(numbers[0]))
    let count = 1 + size + 1 + Self.readouts.count * ((size + units + 1) * 4 * units + units + 1)
    stop(
      if: numbers.count == count
        ? nil : "\(numbers.count) numbers for networks of \(units) units, which have \(count)")
    var place = 1
    func next(_ rows: Int, _ columns: Int) -> Matrix {
      place += rows * columns
      return Matrix(
        rows: rows, columns: columns, values: Array(numbers[place - rows * columns..<place]))
    }
    bag = BagReviewer(output: OutputLayer(weights: next(size, 1), bias: next(1, 1)))
    reviewers = Self.readouts.map { readout in
      let cell = LSTMCell(
        inputWeights: next(size, 4 * units), recurrentWeights: next(units, 4 * units),
        bias: next(1, 4 * units))
      return Reviewer(
        cell: cell, output: OutputLayer(weights: next(units, 1), bias: next(1, 1)),
        readout: readout)
    }
  }
}

// MARK: - In a file

extension TrainedReviewers {
  /// The hidden size, a scale in single precision, and a whole number of 16 bits for each weight, which
  /// the scale is multiplied with. All are little-endian.
  public var bytes: [UInt8] {
    let weights = numbers.dropFirst()
    let scale = Float(weights.reduce(0) { max($0, abs($1)) } / 32_767)
    var bytes: [UInt8] = []
    func put(_ bits: UInt32, _ count: Int) {
      for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * place))) }
    }
    put(UInt32(numbers[0]), 4)
    put(scale.bitPattern, 4)
    for weight in weights {
      put(UInt32(bitPattern: Int32((weight / Double(scale)).rounded())), 2)
    }
    return bytes
  }

  /// Trained networks from such bytes.
  public init(bytes: [UInt8]) {
    func bits(_ start: Int, _ count: Int) -> UInt32 {
      (0..<count).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
    }
    let scale = Double(Float(bitPattern: bits(4, 4)))
    self.init(
      numbers: [Double(bits(0, 4))]
        + stride(from: 8, to: bytes.count, by: 2).map {
          Double(Int16(truncatingIfNeeded: bits($0, 2))) * scale
        })
  }
}
