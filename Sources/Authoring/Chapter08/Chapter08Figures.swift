import Course
import Foundation
import LanguageModel
import Plots

/// The figures of chapter 08, "A language model". Those of trainings are drawn from what
/// `course dev language-model` printed.
struct Chapter08Figures {
  private typealias Losses = Chapter08Data.Losses

  private let data: Chapter08Data

  static func all(in folder: PackageFolder) throws -> [Figure] {
    let figures = Chapter08Figures(data: try Chapter08Data(in: folder))
    return [
      Figure(name: "08-loss-curves", figures.lossCurves),
      Figure(name: "08-overfitting", figures.overfitting),
      Figure(name: "08-brackets", figures.brackets),
    ]
  }

  // MARK: Losses

  private var lossCurves: LineChart {
    let (lstm, rnn) = (data.lstm, data.rnn)
    let tables = [1, 2, 3, 4, 6].map { (back: $0, loss: data.tables[$0]) }
    func fall(_ losses: [Losses], _ part: KeyPath<Losses, Double>) -> String {
      let ends = [losses[0], losses[losses.count - 1]].map { fixed($0[keyPath: part], 2) }
      return "from \(ends[0]) to \(ends[1])"
    }
    return LineChart(
      title: "Shakespeare's plays, 128 units",
      description: "The loss over eight epochs. The LSTM's falls \(fall(lstm, \.training)) on the "
        + "training text and \(fall(lstm, \.validation)) on the validation text, the RNN's "
        + "\(fall(rnn, \.training)) and \(fall(rnn, \.validation)). The steps after epochs 3 and 6 "
        + "are those of the learning rate. Dashed lines mark tables that look back 1, 2, 3, 4 and "
        + "6 characters, at \(listed(tables.map { fixed($0.loss, 2) })).",
      x: Axis(label: "epoch"), y: Axis(label: "loss, nats per character", range: 1.4...2.6),
      series: [
        Series(name: "RNN, training", values: rnn.map(\.training), from: 1, colour: 2),
        Series(name: "RNN, validation", values: rnn.map(\.validation), from: 1, colour: 1),
        Series(name: "LSTM, training", values: lstm.map(\.training), from: 1, colour: 3),
        Series(name: "LSTM, validation", values: lstm.map(\.validation), from: 1, colour: 0),
      ]
        + tables.map { back, loss in
          Series(
            name: "table, \(back) back",
            points: [(x: 1, y: loss), (x: Double(lstm.count), y: loss)], style: .reference)
        }, labelling: .direct, height: 460)
  }

  private var overfitting: SmallMultiples {
    let (large, small) = (data.large, data.small)
    let ends = (large: large[large.count - 1], small: small[small.count - 1])
    let best = Chapter08Values.best(large)
    return SmallMultiples(
      title: "An LSTM that learns from 40,000 characters",
      description: "Two charts over 40 epochs. With 128 units the training loss falls to "
        + "\(fixed(ends.large.training, 2)), while the validation loss is lowest after epoch "
        + "\(best + 1), which is marked, at \(fixed(large[best].validation, 2)), and then rises to "
        + "\(fixed(ends.large.validation, 2)). With 16 units the training loss falls to "
        + "\(fixed(ends.small.training, 2)), and the validation loss stays near 2.5 from epoch 12 on.",
      panels: [("128 units", large), ("16 units", small)].map { title, losses in
        .lines(
          title, x: Axis(label: "epoch"), y: Axis(label: "loss, nats per character"),
          [
            Series(name: "training", values: losses.map(\.training), from: 1, colour: 3),
            Series(name: "validation", values: losses.map(\.validation), from: 1, colour: 0),
          ]
            + [Chapter08Values.best(losses)].map { best in
              Series(
                name: "lowest validation",
                points: [1, losses[0].validation].map { (x: Double(best + 1), y: $0) },
                style: .reference)
            })
      })
  }

  // MARK: Brackets

  private var brackets: LineChart {
    let tables = Array(data.bracketTables.dropFirst())
    let (lstm, best) = (data.brackets["brackets-12.lstm"].last ?? .nan, log(2.0))
    let ends = (x: 1.0, last: Double(tables.count))
    let ideal = (1...11).map { bracketLoss(back: $0, letters: 12) }
    return LineChart(
      title: "Brackets around twelve letters",
      description: "The loss of tables that look 1 to \(tables.count) characters back. It falls "
        + "slowly to \(fixed(tables.min() ?? .nan, 2)) and rises from there. Tables that have "
        + "counted for ever would go on falling, to \(fixed(ideal[10], 2)) at eleven. An LSTM of 32 units "
        + "lies below them all, at \(fixed(lstm, 2)), and not far above the best possible, "
        + "\(fixed(best, 2)).",
      x: Axis(label: "characters that the table sees"),
      y: Axis(label: "loss, nats per character", range: 0.6...1.2),
      series: [
        Series(name: "tables", values: tables, from: 1, colour: 1),
        Series(
          name: "counted for ever", points: ideal.enumerated().map { (Double($0 + 1), $1) },
          style: .reference),
        Series(
          name: "LSTM, 32 units", points: [(x: ends.x, y: lstm), (x: ends.last, y: lstm)],
          style: .curve, colour: 0),
        Series(
          name: "best possible", points: [(x: ends.x, y: best), (x: ends.last, y: best)],
          style: .reference),
      ], labelling: .direct)
  }
}
