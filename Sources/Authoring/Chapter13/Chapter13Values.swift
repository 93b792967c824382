import Course
import Cousins
import Foundation
import LinearAlgebra
import Optimizers

/// The values of chapter 13, "Cousins".
enum Chapter13Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let file = try Measurements(CousinMeasurement.file, in: folder)
    return averages.merging(tables(file)) { $1 }
  }

  // MARK: By hand

  private static var averages: PageValues.List {
    let top = 1 - power(0.9, 100)
    return ["top": top, "next": 0.1 * (1 - top)]
  }

  // MARK: The tables

  static let seeds = 1...5

  /// The numbers of a cell's runs at a task, seed by seed.
  static func runs(
    _ task: CousinMeasurement.Task, _ cousin: Cousin, _ file: Measurements
  ) -> [[Double]] {
    seeds.map { file["\(task.rawValue) \(cousin.rawValue) \($0)"] }
  }

  private static func tables(_ file: Measurements) -> PageValues.List {
    func sorted(_ task: CousinMeasurement.Task, _ of: ([Double]) -> Double) -> [[Double]] {
      Cousin.allCases.map { runs(task, $0, file).map(of).sorted() }
    }
    let counts = sorted(.counting) { $0[0] }
    let kept = sorted(.reber) { 100 * $0[0] }
    let cells = sorted(.reber) { $0[2] }
    let falls = sorted(.adding) { run in
      run.dropLast().firstIndex { $0 < 0.01 }.map { 100 * Double($0 + 1) } ?? .infinity
    }
    .map { $0.filter(\.isFinite) }
    let seconds = sorted(.reber) { $0[$0.count - 1] }
    let isAverage = Cousin.allCases.map { $0 == .gru || $0 == .coupled }
    func reached(_ averages: Bool) -> [Double] {
      zip(counts, isAverage).filter { $0.1 == averages }.flatMap(\.0)
    }
    let most = reached(true).max() ?? .nan
    let fresh = runs(.fresh, .noForgetGate, file)
    return [
      "counting": counts.map { $0 + [$0[2]] }, "averages": most,
      "belts": reached(false).count, "beyond": reached(false).count { $0 > most },
      "all": reached(false).count { $0 == Double(CountingTask.asked) },
      "reber": zip(kept, cells).map { [$0[0], $0[4], $1[2]] },
      "fresh": 100 * (fresh.map { $0[0] }.min() ?? .nan),
      "fresh-cell": (fresh.map { $0[2] }.max() ?? .nan).rounded(.up),
      "ablation": Cousin.allCases.indices.map { index in
        [parameterCount(of: Cousin.allCases[index]), counts[index][2], kept[index][2]]
          + [Double(falls[index].count)]
          + [falls[index].first, falls[index].last].compactMap(\.self)
          + [seconds[index][2]]
      },
    ]
  }

  private static func parameterCount(of cousin: Cousin) -> Double {
    CountParameters().use(
      cousin.wiring, inputSize: ReberStream.letters.count, hiddenSize: ReberTask.hiddenSize,
      seed: 0)
  }
}

private struct CountParameters: CellUse {
  func use(_ cell: some RecurrentCell, _ generator: inout SeededGenerator) -> Double {
    Double(cell.parameterCount)
  }
}
