import Course
import Foundation
import Laboratory

/// What makes a figure alive. In a chapter a widget is the line `<!-- widget: gates -->` directly
/// before the figure that stands in for it; in the page it is
/// `<div class="widget" data-widget="gates">` around that figure.
///
/// chapters/web/widgets/gates.js draws it. A page that has widgets loads, in this order, after
/// its text: `widgets/runtime.js` and the other shared scripts, then for each widget
/// `widgets/gates.wasm.js`, which is the compiled code, `widgets/gates-cell.js`, and
/// `widgets/gates.js`. A widget without code stays a figure.
struct BookWidgets {
  /// A widget that shows what another one's code computes: that of the landing page.
  private static let borrowed = ["memory": "gates"]

  let folder: PackageFolder
  /// The book's folder, from the package's root.
  let book: String

  /// Compiles the widgets' code, and copies the scripts and styles that pages with widgets load.
  ///
  /// - Parameter progress: told what is being compiled.
  /// - Returns: why there is no code, where the toolchain cannot make any; nil where there is.
  func install(progress: @escaping @Sendable (String) -> Void) throws -> String? {
    let toolchain: WebAssemblyToolchain
    do {
      toolchain = try WebAssemblyToolchain(in: folder)
    } catch let error as UserError {
      return "The book has figures in place of widgets: \(error)"
    }
    try WebAssemblyBuild(folder: folder, toolchain: toolchain, progress: progress)
      .writeScripts(to: "\(book)/widgets", in: folder)
    for name in folder.names(in: Widget.folder) where name.contains(/\.(js|css)$/) {
      try folder.write(folder.text("\(Widget.folder)/\(name)") ?? "", to: "\(book)/widgets/\(name)")
    }
    return nil
  }

  /// The page with the scripts of its widgets.
  func added(to page: String) -> String {
    var scripts: [String] = []
    for match in page.matches(of: /data-widget="([a-z0-9-]+)"/) {
      let name = String(match.1)
      let code = Self.borrowed[name] ?? name
      let hasCode = folder.exists("\(book)/widgets/\(code).wasm.js")
      guard hasCode, !scripts.contains(name) else { continue }
      scripts +=
        code != name
        ? ["\(code).wasm", name]
        : Widget.all.first { $0.name == name }?.scripts(in: folder) ?? []
    }
    let shared = scripts.isEmpty ? [] : Widget.sharedScripts
    let tags = (shared + scripts).map { "<script src=\"widgets/\($0).js\"></script>" }
    return page.replacing("<!-- widgets -->", with: tags.joined(separator: "\n"))
  }
}

extension WebAssemblyBuild {
  /// Compiles all widgets, and writes the scripts that hold their code into a folder.
  func writeScripts(to path: String, in folder: PackageFolder) throws {
    try compile(for: Widget.all)
    for widget in Widget.all {
      let script = try widget.script(code: linked(widget), in: folder)
      try folder.write(script, to: "\(path)/\(widget.name).wasm.js")
    }
  }
}
