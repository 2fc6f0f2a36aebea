#!/usr/bin/env python3
"""A TLS server that fails in one way, for the tests of the fault matrix.

Usage: tls_server.py MODE FOLDER

Makes its certificate in FOLDER with the openssl command, listens on a free port of 127.0.0.1, prints the port, and goes on until
its standard input ends. The certificate, which is its own authority, is FOLDER/certificate.pem.
"""
import os
import socket
import ssl
import subprocess
import sys
import threading

mode, folder = sys.argv[1], sys.argv[2]
CERTIFICATE, KEY = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def make_certificate():
    name = "DNS:other.example" if mode == "wrong-host" else "IP:127.0.0.1"
    with open(os.path.join(folder, "openssl.cnf"), "w", encoding="ascii") as file:
        file.write(
            f"[ca]\ndefault_ca=c\n[c]\nnew_certs_dir={folder}\ndatabase={folder}/index.txt\nserial={folder}/serial\n"
            "default_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n"
            f"[e]\nsubjectAltName={name}\nbasicConstraints=CA:TRUE\n"
            "[req]\ndistinguished_name=d\nprompt=no\n[d]\nCN=test\n")
    for path, text in [("index.txt", ""), ("serial", "01\n")]:
        with open(os.path.join(folder, path), "w", encoding="ascii") as file:
            file.write(text)
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config",
            "openssl.cnf", "-keyout", KEY, "-out", "request.pem")
    end = "20200102000000Z" if mode == "expired" else "20491231000000Z"
    openssl("ca", "-selfsign", "-batch", "-notext", "-config", "openssl.cnf", "-keyfile", KEY, "-in", "request.pem",
            "-startdate", "20200101000000Z", "-enddate", end, "-out", CERTIFICATE)


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def answer_http2(stream):
    # INTERNAL_ERROR is 2, and 0x88 is ":status: 200".
    reset = frame(3, 0, stream, (2).to_bytes(4, "big"))
    return {
        "h2-goaway": frame(7, 0, 0, (0).to_bytes(4, "big") + (2).to_bytes(4, "big")),
        "h2-reset": reset,
        "h2-reset-body": frame(1, 4, stream, b"\x88") + frame(0, 0, stream, b'{"data":') + reset,
        "h2-garbage": b"\xff" * 64,
        "h2-silent": b"",
        "h2-html": frame(1, 4, stream, b"\x88") + frame(0, 1, stream, b"<html>"),
    }[mode]


def serve_http2(connection):
    stream = connection.makefile("rb")
    stream.read(24)  # the preface
    connection.sendall(frame(4, 0, 0))
    while header := stream.read(9):
        stream.read(int.from_bytes(header[:3], "big"))
        kind, flags = header[3], header[4]
        if kind == 4 and not flags & 1:
            connection.sendall(frame(4, 1, 0))
        if kind == 1:
            connection.sendall(answer_http2(int.from_bytes(header[5:], "big")))


def serve_http1(connection):
    while request := connection.recv(65536):
        if request.endswith(b"\r\n\r\n"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")


def serve(connection, context):
    try:
        with context.wrap_socket(connection, server_side=True) as secured:
            (serve_http2 if mode.startswith("h2-") else serve_http1)(secured)
    except OSError:
        pass


make_certificate()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
if mode.startswith("h2-"):
    context.set_alpn_protocols(["h2"])
if mode == "old-version":
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
if mode == "client-certificate":
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(CERTIFICATE)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, context), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
