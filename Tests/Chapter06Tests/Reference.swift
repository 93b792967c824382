import CourseTesting
import GradientChecking
import LSTMGates
import LinearAlgebra

// The judge: plain loops, and functions whose slopes are known. Nothing here calls an exercise.

/// A model of two matrices with a loss in which every number depends on every other, so that one
/// that is not put back spoils what is measured after it.
struct Toy: Parameterised, Equatable {
  var parameterNames = ["A", "B"]
  var parameters: [Matrix]

  /// A of 2×3 and B of 1×2.
  init(_ generator: inout SeededGenerator) {
    parameters = [
      .normal(rows: 2, columns: 3, using: &generator),
      .normal(rows: 1, columns: 2, using: &generator),
    ]
  }

  init(_ parameters: [Matrix], names: [String] = ["A", "B"]) {
    self.parameters = parameters
    parameterNames = names
  }

  /// Every number with a factor of its own, added up; and that, s, as s³/6 + s.
  var loss: Double {
    let s = weightedSum
    return s * s * s / 6 + s
  }

  private var weightedSum: Double {
    var (sum, factor) = (0.0, 0.3)
    for parameter in parameters {
      for number in parameter.values {
        sum += factor * number
        factor += 0.1
      }
    }
    return sum
  }

  /// The slopes by rule: each number's factor times s²/2 + 1.
  var gradients: [Matrix] {
    let s = weightedSum
    var factor = 0.3
    return parameters.map { parameter in
      Matrix(
        rows: parameter.rows, columns: parameter.columns,
        values: parameter.values.map { _ in
          defer { factor += 0.1 }
          return factor * (s * s / 2 + 1)
        })
    }
  }
}

enum Reference {
  /// Each number's slope from two losses, `slope(up, middle, down)`, while the others stay.
  static func slopes<Model: Parameterised>(
    of model: Model, step: Double, loss: (Model) -> Double,
    slope: (_ up: Double, _ middle: Double, _ down: Double) -> Double
  ) -> [Matrix] {
    let start = model.parameters
    func movedLoss(_ index: Int, _ place: Int, _ move: Double) -> Double {
      var values = start[index].values
      values[place] += move
      var moved = model
      moved.parameters[index] = Matrix(
        rows: start[index].rows, columns: start[index].columns, values: values)
      return loss(moved)
    }
    let middle = loss(model)
    return start.indices.map { index in
      Matrix(
        rows: start[index].rows, columns: start[index].columns,
        values: start[index].values.indices.map { place in
          slope(movedLoss(index, place, step), middle, movedLoss(index, place, -step))
        })
    }
  }

  /// Central differences.
  static func central<Model: Parameterised>(
    of model: Model, step: Double, loss: (Model) -> Double
  ) -> [Matrix] {
    slopes(of: model, step: step, loss: loss) { up, _, down in (up - down) / (2 * step) }
  }

  static func relativeError(_ a: Double, _ b: Double, floor: Double = 1e-3) -> Double {
    let larger = abs(a) > abs(b) ? abs(a) : abs(b)
    return abs(a - b) / (larger > floor ? larger : floor)
  }

  /// The largest relative error of all numbers.
  static func largestError(_ analytic: [Matrix], _ numerical: [Matrix]) -> Double {
    errors(analytic, numerical).max() ?? 0
  }

  static func errors(_ analytic: [Matrix], _ numerical: [Matrix]) -> [Double] {
    zip(analytic, numerical).flatMap { a, n in
      zip(a.values, n.values).map { relativeError($0, $1) }
    }
  }
}

extension GradientEntry: Checkable {
  public var checkedShape: String { "one entry" }
  public var checkedEntries: [CheckedEntry] {
    [
      CheckedEntry(place: "the row", value: Double(row)),
      CheckedEntry(place: "the column", value: Double(column)),
      CheckedEntry(place: "the analytic number", value: analytic),
      CheckedEntry(place: "the numerical number", value: numerical),
      CheckedEntry(place: "the relative error", value: relativeError),
    ]
  }
}

/// What a check threw, or nil.
func thrown(_ check: () throws(GradientCheckError) -> Void) -> GradientCheckError? {
  do {
    try check()
    return nil
  } catch {
    return error
  }
}
