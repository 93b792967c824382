import Backpropagation
import Course
import Foundation
import LSTMGates
import Laboratory
import LinearAlgebra
import Optimizers
import Plots

/// One sequence as the units of a trained LSTM keep it: their cell states after each step.
struct AddingCarrier {
  static let file = "07-carrier"

  /// The marked steps, counted from 1, and their values.
  let marks: [(step: Int, value: Double)]
  let answer: Double
  /// Each unit's cell state after each step, that of the carrier first.
  let cells: [[Double]]
  /// What the carrier's cell state changes by in a marked step, over 500 sequences: the change for
  /// a value of 0 and for each unit of it, by least squares, and the share of the changes' variance
  /// that this line explains.
  let line: [Double]

  /// Trains as `AddingGates` does, from the same seed, and reads the first sequence of the test
  /// whose marks lie well apart, the first on a large value, the second on a small one.
  static func measured(seed: Int) -> AddingCarrier {
    let test = AddingExperiment.test(length: AddingGates.length)
    let experiment = AddingExperiment(
      cell: .lstm, length: AddingGates.length, seed: UInt64(seed))
    let model = experiment.trained { update, model in
      update < AddingExperiment.shortest
        || update % AddingGates.interval != 0 || model.loss(on: test) > 0.002
    }
    func marks(_ row: Int) -> [(step: Int, value: Double)] {
      test.inputs.enumerated().filter { $1[row, 1] == 1 }.map { ($0 + 1, $1[row, 0]) }
    }
    let row =
      (0..<test.targets.rows).first { row in
        let marks = marks(row)
        return (15...30).contains(marks[0].step) && (60...80).contains(marks[1].step)
          && marks[0].value > 0.8 && marks[1].value < 0.25
      } ?? 0
    let records = model.cell.read(test.inputs).record
    let units = 0..<AddingExperiment.hiddenSize
    let without = units.map { model.without($0).loss(on: test) }
    let order = units.sorted { without[$0] > without[$1] }
    let writes = (0..<test.targets.rows).flatMap { row in
      marks(row).filter { $0.step > 1 }.map { mark in
        let (now, before) = (records[mark.step - 1].state.cell, records[mark.step - 2].state.cell)
        return (x: mark.value, y: now[row, order[0]] - before[row, order[0]])
      }
    }
    return AddingCarrier(
      marks: marks(row), answer: model.answers(test.inputs)[row, 0],
      cells: order.map { unit in records.map { $0.state.cell[row, unit] } }, line: fitted(writes))
  }

  private static func fitted(_ points: [(x: Double, y: Double)]) -> [Double] {
    let count = Double(points.count)
    let x = points.reduce(0) { $0 + $1.x } / count
    let y = points.reduce(0) { $0 + $1.y } / count
    let xx = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    let yy = points.reduce(0) { $0 + ($1.y - y) * ($1.y - y) }
    let xy = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    return [y - xy / xx * x, xy / xx, xy * xy / (xx * yy)]
  }

  var lines: [String] {
    func line(_ name: String, _ numbers: [Double]) -> String {
      "\(name): " + numbers.map { String(format: "%.4f", $0) }.joined(separator: " ")
    }
    return [line("marked steps", marks.map { Double($0.step) })]
      + [line("marked values", marks.map(\.value)), line("answer", [answer])]
      + [line("written at a mark", self.line)]
      + cells.enumerated().map { line("cell \($0)", $1) }
  }

  var chart: LineChart {
    func points(_ cell: [Double]) -> [(x: Double, y: Double)] {
      cell.enumerated().map { (x: Double($0 + 1), y: $1) }
    }
    let range = cells[0].reduce(0...0) { min($0.lowerBound, $1)...max($0.upperBound, $1) }
    // Those that the axis holds from the first step to the last.
    let others = cells.dropFirst().filter { cell in
      cell.allSatisfy { $0 > range.lowerBound - 0.3 && $0 < range.upperBound + 0.3 }
    }.prefix(6).flatMap { points($0) + [(x: .nan, y: .nan)] }
    let marked = marks.flatMap { mark in
      [
        (x: Double(mark.step), y: range.lowerBound - 0.3),
        (x: Double(mark.step), y: range.upperBound + 0.3), (x: .nan, y: .nan),
      ]
    }
    return LineChart(
      title: "The unit that jumps at the marks",
      description:
        "The cell state of seven units over one sequence of 100 steps, of which two "
        + "are marked. One unit stays where it is until the first mark, jumps there, stays at its "
        + "new place until the second mark, jumps again and stays to the end. The others waver "
        + "all the time.",
      x: Axis(label: "step of the sequence", range: 0...Double(AddingGates.length)),
      y: Axis(label: "cell state", range: (range.lowerBound - 0.3)...(range.upperBound + 0.3)),
      series: [
        Series(name: "six others", points: others, style: .curve, colour: 5),
        Series(name: "marked steps", points: marked, style: .reference, colour: 1),
        Series(name: "one unit", points: points(cells[0]), style: .curve, colour: 0),
      ])
  }
}

// Beside the initialiser that takes all parts.
extension AddingCarrier {
  /// - Throws: `UserError` where the file of chapters/measurements/ is missing.
  init(in folder: PackageFolder) throws {
    let file = try Measurements(Self.file, in: folder)
    marks = zip(file["marked steps"], file["marked values"]).map { (Int($0), $1) }
    answer = file.number("answer")
    line = file["written at a mark"]
    cells = (0..<AddingExperiment.hiddenSize).map { file["cell \($0)"] }
  }
}
