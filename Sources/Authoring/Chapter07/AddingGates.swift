import Backpropagation
import Course
import Foundation
import LSTMGates
import Laboratory
import LinearAlgebra
import Optimizers

/// What the forget gates of an LSTM do while it learns the adding problem, how much of the gradient
/// reaches the first mark, and what the answer loses with each unit.
struct AddingGates {
  /// Of the sequences; and how many steps before the answer the gradient is looked at: that far
  /// away is the first mark, on average.
  static let (length, distance) = (100, 75)
  /// Updates from one look to the next.
  static let interval = 50
  static let seeds = 1...3

  let seed: Int
  private(set) var errors: [Double] = []
  /// The gradient of both states so far back, as a part of what it is one step before the answer.
  private(set) var reach: [Double] = []
  /// Each unit's forget gate at each look: its mean over all steps of 500 sequences.
  private(set) var gates: [[Double]] = []
  /// The error at the end without each unit.
  private(set) var without: [Double] = []

  /// Trains until the problem is solved.
  static func measured(seed: Int) -> AddingGates {
    var result = AddingGates(seed: seed)
    let test = AddingExperiment.test(length: length)
    let experiment = AddingExperiment(cell: .lstm, length: length, seed: UInt64(seed))
    let model = experiment.trained { step, model in
      if step % interval == 0 { result.look(at: model, test) }
      return step < AddingExperiment.shortest || (result.errors.last ?? 1) > 0.002
    }
    result.without = (0..<AddingExperiment.hiddenSize).map { model.without($0).loss(on: test) }
    return result
  }

  private mutating func look(at model: LSTMRegressor, _ test: AddingBatch) {
    let records = model.cell.read(test.inputs).record
    let count = Double(records.count * test.targets.rows)
    let sums = records.reduce(Matrix(rows: 1, columns: model.cell.hiddenSize)) {
      $0 + $1.gates.forgetGate.columnSums
    }
    gates.append((0..<sums.columns).map { sums[0, $0] / count })
    let last = records[records.count - 1].state.hidden
    let error = model.output.logits(last) - test.targets
    errors.append((error .* error).mean)
    var hidden = affineGradients(last, weights: model.output.weights, outputGradient: error).input
    var cell = hidden.filledWithZeros
    let norms = records.reversed().prefix(Self.distance).map { record in
      let step = model.cell.stepGradients(record, hiddenGradient: hidden, cellGradient: cell)
      (hidden, cell) = (step.previousHidden, step.previousCell)
      return ((hidden .* hidden).sum + (cell .* cell).sum).squareRoot()
    }
    reach.append(norms[Self.distance - 1] / norms[0])
  }
}

extension Regressor where Cell == LSTMCell {
  /// The same network with a unit whose hidden state nobody reads, neither the gates nor the answer.
  func without(_ unit: Int) -> Regressor {
    var copy = self
    for column in 0..<cell.recurrentWeights.columns { copy.cell.recurrentWeights[unit, column] = 0 }
    copy.output.weights[unit, 0] = 0
    return copy
  }
}

// MARK: - As text

extension AddingGates {
  static let file = "07-gates"

  var lines: [String] {
    func line(_ name: String, _ numbers: [Double], _ format: String) -> String {
      "\(name) \(seed): " + numbers.map { String(format: format, $0) }.joined(separator: " ")
    }
    return [line("errors", errors, "%.5f"), line("reach", reach, "%.2e")]
      + gates[0].indices.map { unit in line("gate \(unit)", gates.map { $0[unit] }, "%.4f") }
      + [line("without", without, "%.5f")]
  }

  /// - Throws: `UserError` where the file of chapters/measurements/ is missing.
  init(seed: Int, in folder: PackageFolder) throws {
    let file = try Measurements(Self.file, in: folder)
    self.init(seed: seed)
    errors = file["errors \(seed)"]
    reach = file["reach \(seed)"]
    let units = (0..<AddingExperiment.hiddenSize).map { file["gate \($0) \(seed)"] }
    gates = errors.indices.map { look in units.map { $0.indices.contains(look) ? $0[look] : .nan } }
    without = file["without \(seed)"]
  }

  /// The unit that is open at the end, and the first look that finds it so.
  var carrier: (unit: Int, look: Int) {
    let last = gates.last ?? []
    let unit = last.indices.max { last[$0] < last[$1] } ?? 0
    return (unit, gates.firstIndex { $0[unit] > 0.95 } ?? 0)
  }

  func means() -> [Double] { gates.map { $0.reduce(0, +) / Double($0.count) } }
}
