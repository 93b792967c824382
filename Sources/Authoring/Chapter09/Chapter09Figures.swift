import Course
import Plots
import Writing

/// The figures of chapter 09, "Writing", drawn from what `course dev language-model` printed.
struct Chapter09Figures {
  private let data: Chapter09Data
  private let widget: WidgetModel

  static func all(in folder: PackageFolder) throws -> [Figure] {
    let figures = Chapter09Figures(
      data: try Chapter09Data(in: folder), widget: try WidgetModel.book(in: folder))
    return [
      Figure(name: "09-cells", figures.cells), Figure(name: "09-temperature", figures.temperature),
    ]
  }

  // MARK: Cells

  private var cells: HeatMap {
    let characters = WidgetCell.sentences.map { String($0) }
    let moments = WidgetCell.read(
      characters.map { widget.symbols.firstIndex(of: $0) ?? widget.symbols.count - 1 }, widget)
    let rows = [moments.map(\.value), moments.map(\.counter)]
    return HeatMap(
      title: "Two cells read two sentences",
      description: "Cell \(WidgetCell.cell) is high at each space and sinks inside each word. Cell "
        + "\(WidgetCell.counter) sinks from character to character and is back near 0 where the "
        + "second sentence begins.",
      values: rows.map { row in
        let largest = row.map(abs).max() ?? 1
        return row.map { $0 / largest }
      },
      rowLabels: ["cell \(WidgetCell.cell)", "cell \(WidgetCell.counter)"],
      columnLabels: characters.map { $0 == " " ? "␣" : $0 },
      valueLabel: "of the row's largest", colours: .diverging, range: -1...1)
  }

  // MARK: Temperature

  private var temperature: SmallMultiples {
    let logits = data.logits.map(\.logit)
    return SmallMultiples(
      title: "What comes after “\(data.measured.texts["prompt"] ?? "")”, at three temperatures",
      description:
        "Three bar charts of the most probable symbols, all on one scale from 0 to 1. At "
        + "temperature 0.5 e has 0.95, at 1 it has 0.67, and at 2 it has 0.38; i, a, o and y "
        + "follow each time.",
      panels: [("0.5", 0.5), ("1", 1), ("2", 2)].map { name, temperature in
        let probabilities = softmax(logits, temperature: temperature)
        let shown = mostProbableFirst(probabilities).prefix(7)
        let others = 1 - shown.reduce(0) { $0 + probabilities[$1] }
        return .bar(
          BarChart(
            title: "temperature \(name)", description: "",
            bars: shown.map { (name: data.logits[$0].symbol, value: probabilities[$0]) }
              + [(name: "others", value: others)], end: 1, decimals: 2))
      }, columns: 3)
  }
}
