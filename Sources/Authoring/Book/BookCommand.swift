import Course
import Foundation

extension Command {
  static let devBook = Command(
    name: "dev book", summary: "writes the web edition and the EPUB to .build/book/",
    usage: "course dev book", example: "swift run course dev book", positionals: 0...0
  ) { arguments in
    let book = try Book(in: PackageFolder.containing())
    let terminal = arguments.terminal
    terminal.announce("Writing the book; minutes where its widgets are to be compiled …")
    let note = try book.write { terminal.showProgress($0) }
    terminal.clearProgress()
    let files = try book.folder.files(below: Book.output).map(book.folder.contents)
    let megabytes = Double(files.reduce(0) { $0 + ($1?.count ?? 0) }) / 1e6
    terminal.print(
      "\(counted(book.pages.count + 1, "page")) and LearnLSTM.epub, \(fixed(megabytes, 1)) MB. "
        + "Open \(Book.output)/index.html")
    if let note { terminal.printWrapped(note) }
    return .done
  }
}
