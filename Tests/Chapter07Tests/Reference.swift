import CourseTesting
import LinearAlgebra
import Optimizers

// The judge of the optimisers: each number of a model learns by itself, in plain loops over single
// numbers. What well-known mistakes would have computed is written in the same way.

/// A model's matrices, compared place by place: `parameter 1, row 0, column 2`.
struct Parameters: Checkable, Equatable {
  var matrices: [Matrix]

  init(_ matrices: [Matrix]) { self.matrices = matrices }

  var checkedShape: String { matrices.map(\.shape).joined(separator: ", ") }

  var checkedEntries: [CheckedEntry] {
    matrices.enumerated().flatMap { index, matrix in
      matrix.checkedEntries.map { entry in
        CheckedEntry(place: "parameter \(index), \(entry.place)", value: entry.value)
      }
    }
  }
}

/// The parameters after each update.
struct Run: Checkable {
  var steps: [Parameters]

  var checkedShape: String {
    "\(steps.count) updates of \(steps.first?.checkedShape ?? "nothing")"
  }

  var checkedEntries: [CheckedEntry] {
    steps.enumerated().flatMap { index, parameters in
      parameters.checkedEntries.map { entry in
        CheckedEntry(place: "after update \(index + 1), \(entry.place)", value: entry.value)
      }
    }
  }
}

/// Where a model starts, and the gradients and learning rate of every step.
struct Lesson {
  var start: [Matrix]
  var gradients: [[Matrix]]
  var rates: [Double]

  init(from start: [Matrix], gradients: [[Matrix]], rates: [Double]) {
    self.start = start
    self.gradients = gradients
    self.rates = rates
  }

  init(from start: [Matrix], gradients: [[Matrix]], rate: Double) {
    self.init(
      from: start, gradients: gradients, rates: gradients.map { _ in rate })
  }

  /// Three matrices of different shapes, and six steps of random gradients of different sizes.
  init(
    rate: Double, steps: Int = 6, shapes: [(Int, Int)] = [(2, 3), (1, 4), (3, 1)],
    using generator: inout SeededGenerator
  ) {
    func draw(_ spread: Double) -> [Matrix] {
      shapes.map { rows, columns in
        .normal(rows: rows, columns: columns, standardDeviation: spread, using: &generator)
      }
    }
    self.init(
      from: draw(1), gradients: (0..<steps).map { draw([2, 0.3, 1][$0 % 3]) }, rate: rate)
  }

  /// A lesson of which no two mistakes make the same: gradients large and small, one of them 0 as
  /// a whole, rates that change, and shapes that are equal, so that one memory could serve all.
  static let telling: Lesson = {
    var generator = SeededGenerator(seed: 77)
    var lesson = Lesson(
      rate: 0.1, steps: 8, shapes: [(2, 2), (2, 2), (2, 2)], using: &generator)
    lesson.rates = [0.1, 0.1, 0.05, 0.3, 0.3, 0.02, 0.2, 0.1]
    lesson.gradients[3][1] = lesson.gradients[3][1] * 0
    return lesson
  }()

  /// What a reader's optimiser makes of it.
  func run(_ optimizer: some Optimizer) -> Run {
    var (optimizer, parameters) = (optimizer, start)
    return Run(
      steps: zip(gradients, rates).map { gradients, rate in
        if optimizer.learningRate != rate { optimizer.learningRate = rate }
        optimizer.update(&parameters, gradients: gradients)
        return Parameters(parameters)
      })
  }

  /// One number's step: where it stands in time and in the model.
  struct Moment {
    let gradient, rate: Double
    /// Counted from 1.
    let step: Int
    /// Counted from 0.
    let parameter: Int
    let parameterCount: Int
    /// The number's place in its matrix.
    let place: Int
    /// The parameter's whole gradient.
    let whole: Matrix

    var isWholeZero: Bool { whole.values.allSatisfy { $0 == 0 } }
  }

  /// The run of a rule for single numbers.
  ///
  /// - Parameters:
  ///   - memory: what every number remembers before the first step.
  ///   - subtracted: changes the memory, and returns what is subtracted from the number.
  func run<Memory>(
    _ memory: Memory, _ subtracted: (inout Memory, Moment) -> Double
  ) -> Run {
    var matrices = start.map(\.values)
    var memories = matrices.map { $0.map { _ in memory } }
    return Run(
      steps: gradients.indices.map { step in
        for index in matrices.indices {
          for place in matrices[index].indices {
            let moment = Moment(
              gradient: gradients[step][index].values[place], rate: rates[step], step: step + 1,
              parameter: index, parameterCount: start.count, place: place,
              whole: gradients[step][index])
            matrices[index][place] -= subtracted(&memories[index][place], moment)
          }
        }
        return Parameters(
          zip(start, matrices).map {
            Matrix(rows: $0.rows, columns: $0.columns, values: $1)
          })
      })
  }

  /// The same where all parameters share one memory, place by place.
  func runSharing<Memory>(
    _ memory: Memory, _ subtracted: (inout Memory, Moment) -> Double
  ) -> Run {
    var shared: [Int: Memory] = [:]
    return run(()) { _, moment in subtracted(&shared[moment.place, default: memory], moment) }
  }
}

/// `base` to the power of `exponent`.
func powerByLoop(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { product, _ in product * base }
}

/// The bowl of the page, L(a, b) = (a² + 25 b²) / 2: its gradient is (a, 25 b).
let bowlStart: [Matrix] = [[[10]], [[1]]]

/// The gradients that the worked example meets at these places.
func bowlGradients(_ places: [[Double]]) -> [[Matrix]] {
  places.map { [[[$0[0]]], [[25 * $0[1]]]] }
}
