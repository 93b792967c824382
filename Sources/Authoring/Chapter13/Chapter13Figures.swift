import Course
import Cousins
import Laboratory
import LinearAlgebra
import Plots

/// The figures of chapter 13, "Cousins".
enum Chapter13Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [
      Figure(name: "13-up-and-down", upAndDown),
      Figure(name: "13-counting", counting(try CousinWeights.book(in: folder))),
    ]
  }

  // MARK: Up and down

  private static var upAndDown: LineChart {
    let signs = (0..<200).map { $0 < 100 ? 1.0 : -1 }
    var (sum, average) = (0.0, 0.0)
    let adds = signs.map { sign in
      sum += 0.01 * sign
      return sum
    }
    let averages = signs.map { sign in
      average = 0.9 * average + 0.1 * sign
      return average
    }
    return LineChart(
      title: "A hundred a's and a hundred b's",
      description: "Two lines. One rises evenly to 1 and falls evenly to 0. The other bends up to "
        + "1 within forty steps, lies flat, falls below 0 within seven b's, and lies flat near -1.",
      x: Axis(label: "symbols read"), y: Axis(label: "state", range: -1...1),
      series: [
        Series(name: "adds 0.01 or −0.01", values: [0] + adds, style: .curve),
        Series(name: "keeps 0.9 of itself", values: [0] + averages, style: .curve),
      ], labelling: .legend)
  }

  // MARK: Counting

  /// Thirty a's and thirty b's.
  static let count = 30

  private static func counting(_ weights: CousinWeights) -> SmallMultiples {
    let cells: [(name: String, wiring: Wiring?)] = [("LSTM", .lstm), ("GRU", nil)]
    return SmallMultiples(
      title: "What three units hold of \(count) a's and \(count) b's",
      description: "Two panels of three lines. Of the LSTM's cell states one rises steadily and "
        + "falls as steadily. The GRU's hidden states bend, and stay between -1 and 1.",
      panels: cells.map { name, wiring in
        let states = weights.states(of: wiring, count: count)
        return .line(
          LineChart(
            title: name, description: "", x: Axis(label: "symbols read"),
            y: wiring == nil
              ? Axis(label: "hidden state", range: -1...1)
              : Axis(label: "cell state", range: -10...30),
            series: (0..<CountingTask.hiddenSize).map { unit in
              Series(
                name: "unit \(unit + 1)", values: states.map { $0[unit] }, from: 1, style: .curve)
            }))
      }, columns: 2)
  }
}
