import Course
import Plots
import Writing

/// The figures of chapter 09, "Writing", drawn from what `course dev language-model` printed.
struct Chapter09Figures {
  private let data: Chapter09Data

  static func all(in folder: PackageFolder) throws -> [Figure] {
    let figures = Chapter09Figures(data: try Chapter09Data(in: folder))
    return [Figure(name: "09-temperature", figures.temperature)]
  }

  // MARK: Temperature

  private var temperature: SmallMultiples {
    let logits = data.logits.map(\.logit)
    return SmallMultiples(
      title: "What comes after “\(data.measured.texts["prompt"] ?? "")”, at three temperatures",
      description: "Three bar charts of the most probable symbols, each with its own scale. At "
        + "temperature 0.5 e has 0.95, at 1 it has 0.71, and at 2 it has 0.40; i, y, a and o "
        + "follow each time.",
      panels: [("0.5", 0.5), ("1", 1), ("2", 2)].map { name, temperature in
        let probabilities = softmax(logits, temperature: temperature)
        let shown = mostProbableFirst(probabilities).prefix(7)
        let others = 1 - shown.reduce(0) { $0 + probabilities[$1] }
        return .bar(
          BarChart(
            title: "temperature \(name)", description: "",
            bars: shown.map { (name: data.logits[$0].symbol, value: probabilities[$0]) }
              + [(name: "others", value: others)]))
      }, columns: 3)
  }
}
