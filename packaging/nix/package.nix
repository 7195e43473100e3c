# In a checkout: nix-build -E '(import <nixpkgs> {}).callPackage ./packaging/nix/package.nix {}'
{
  lib,
  rustPlatform,
  installShellFiles,
}:

rustPlatform.buildRustPackage {
  pname = "sayso";
  version = (lib.importTOML ../../Cargo.toml).workspace.package.version;

  src = lib.cleanSource ../..;
  cargoLock.lockFile = ../../Cargo.lock;

  nativeBuildInputs = [ installShellFiles ];

  # Tests of the command line want a home and a terminal; those of both libraries want neither.
  cargoTestFlags = [ "--lib" ];

  postInstall = ''
    installManPage packaging/man/*.1
    installShellCompletion --bash --name sayso packaging/completions/sayso.bash
    installShellCompletion --zsh packaging/completions/_sayso
    installShellCompletion --fish packaging/completions/sayso.fish
    mkdir -p $out/share/doc/sayso
    cp -r README.md CHANGELOG.md SECURITY.md docs samples $out/share/doc/sayso/
  '';

  meta = {
    description = "Terminal reader for documents full of voices";
    license = with lib.licenses; [
      mit
      asl20
    ];
    mainProgram = "sayso";
  };
}
