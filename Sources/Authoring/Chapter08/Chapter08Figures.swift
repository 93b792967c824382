import Course
import LanguageModel
import LinearAlgebra
import Plots

/// The figures of chapter 08, "A language model". Those of trainings are drawn from what
/// `course dev language-model` printed.
struct Chapter08Figures {
  typealias Losses = Chapter08Data.Losses

  let data: Chapter08Data

  static func all(in folder: PackageFolder) throws -> [Figure] {
    Chapter08Figures(data: try Chapter08Data(in: folder)).all
  }

  private var all: [Figure] {
    [
      Figure(name: "08-windows", svg: Drawing.windows.svg),
      Figure(name: "08-loss-curves", svg: lossCurves.svg()),
      Figure(name: "08-overfitting", svg: overfitting.svg()),
      Figure(name: "08-temperature", svg: temperature.svg()),
    ]
  }

  // MARK: Losses

  var lossCurves: LineChart {
    let epochs = Double(data.lstm.count)
    let tables = [1, 2, 3, 4, 6].map { back in
      Series(
        name: "table, \(back) back",
        points: [(x: 1, y: data.tables[back]), (x: epochs, y: data.tables[back])],
        style: .reference)
    }
    return LineChart(
      title: "Shakespeare's plays, 128 units",
      description: lossCurvesDescription,
      x: Axis(label: "epoch"), y: Axis(label: "loss, nats a character", range: 1.4...2.6),
      series: [
        curve("RNN, training", data.rnn, \.training, colour: 2),
        curve("RNN, validation", data.rnn, \.validation, colour: 1),
        curve("LSTM, training", data.lstm, \.training, colour: 3),
        curve("LSTM, validation", data.lstm, \.validation, colour: 0),
      ] + tables, labelling: .direct, height: 460)
  }

  var overfitting: SmallMultiples {
    func panel(_ title: String, _ losses: [Losses]) -> Chart {
      .line(
        LineChart(
          title: title, description: "", x: Axis(label: "epoch"),
          y: Axis(label: "loss, nats a character"),
          series: [
            curve("training", losses, \.training, colour: 3),
            curve("validation", losses, \.validation, colour: 0),
          ]))
    }
    return SmallMultiples(
      title: "An LSTM that learns from 40,000 characters",
      description: overfittingDescription,
      panels: [panel("128 units", data.large), panel("16 units", data.small)], sharesRanges: true)
  }

  private func curve(
    _ name: String, _ losses: [Losses], _ part: KeyPath<Losses, Double>, colour: Int
  ) -> Series {
    Series(
      name: name,
      points: losses.enumerated().map { (x: Double($0.offset + 1), y: $0.element[keyPath: part]) },
      colour: colour)
  }

  // MARK: Temperature

  var temperature: SmallMultiples {
    let logits = data.logits.map(\.logit)
    return SmallMultiples(
      title: "What comes after “\(data.measured.texts["prompt"] ?? "")”, at three temperatures",
      description: temperatureDescription,
      panels: [0.5, 1, 2].map { temperature in
        let probabilities = softmax(logits, temperature: temperature)
        let shown = mostProbableFirst(probabilities).prefix(7)
        return .bar(
          BarChart(
            title: "temperature \(temperature == 0.5 ? "0.5" : String(Int(temperature)))",
            description: "",
            bars: shown.map { (name: data.logits[$0].symbol, value: probabilities[$0]) }
              + [(name: "others", value: 1 - shown.reduce(0) { $0 + probabilities[$1] })]))
      }, columns: 3)
  }

  private var lossCurvesDescription: String {
    func fall(_ losses: [Losses], _ part: KeyPath<Losses, Double>) -> String {
      let ends = [losses[0], losses[losses.count - 1]].map { fixed($0[keyPath: part], 2) }
      return "from \(ends[0]) to \(ends[1])"
    }
    let tables = [1, 2, 3, 4, 6].map { fixed(data.tables[$0], 2) }
    return """
      The loss over eight epochs. The LSTM's falls \(fall(data.lstm, \.training)) on the training text \
      and \(fall(data.lstm, \.validation)) on the validation text, the RNN's \
      \(fall(data.rnn, \.training)) and \(fall(data.rnn, \.validation)). The steps after epochs 3 and 6 \
      are those of the learning rate. Dashed lines mark tables that look back 1, 2, 3, 4 and 6 \
      characters, at \(listed(tables)).
      """
  }
  private var overfittingDescription: String {
    let (large, small) = (data.large[data.large.count - 1], data.small[data.small.count - 1])
    let lowest = data.large.map(\.validation).min() ?? .nan
    return """
      Two charts over 40 epochs. With 128 units the training loss falls to \(fixed(large.training, 2)), \
      while the validation loss is lowest after epoch 8, at \(fixed(lowest, 2)), and then rises to \
      \(fixed(large.validation, 2)). With 16 units the training loss falls to \
      \(fixed(small.training, 2)), and the validation loss stays near 2.5 from epoch 10 on.
      """
  }
  private let temperatureDescription =
    "Three bar charts of the most probable symbols, each with its own scale. At temperature 0.5 e "
    + "has 0.95, at 1 it has 0.71, and at 2 it has 0.40; i, y, a and o follow each time."
}
